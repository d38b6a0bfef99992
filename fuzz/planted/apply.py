#!/usr/bin/env python3
"""Plants the bugs of fuzz/planted/*.bugs in a copy of the sources.

apply.py COPY writes COPY/planted.tsv: number, name, target. A text that does not stand in its
file exactly once is an error, so that a change of the sources cannot disarm a bug silently.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent


def blocks():
    for path in sorted(HERE.glob("*.bugs")):
        for block in re.split(r"(?m)^=== ", path.read_text())[1:]:
            head, _, rest = block.partition("\n")
            _, _, rest = rest.partition("\n")
            name, target, file = head.split()
            old, _, new = rest.partition("\n---\n")
            yield name, target, file, old, new.rstrip("\n")


def main():
    copy = pathlib.Path(sys.argv[1])
    texts, rows, wrong = {}, [], 0
    for number, (name, target, file, old, new) in enumerate(blocks(), 1):
        text = texts.get(file) or (copy / file).read_text()
        if text.count(old) != 1:
            print(f"planted: {name}: its text stands {text.count(old)} times in {file}", file=sys.stderr)
            wrong += 1
            continue
        hooked = new.replace("PLANTED(", f"planted({number}, ")
        texts[file] = text.replace(old, hooked)
        rows.append(f"{number}\t{name}\t{target}\n")
    for file, text in texts.items():
        (copy / file).write_text('#include "fuzz/planted/planted.h"\n' + text)
    base = copy / "lib/base/CMakeLists.txt"
    base.write_text(
        "add_compile_options(-I${CMAKE_SOURCE_DIR})\n"
        + base.read_text().replace("die.c", "die.c ${CMAKE_SOURCE_DIR}/fuzz/planted/planted.c", 1))
    cmake = copy / "CMakeLists.txt"
    cmake.write_text(cmake.read_text().replace("add_subdirectory(lib)", "include_directories(${CMAKE_SOURCE_DIR})\nadd_subdirectory(lib)", 1))
    (copy / "planted.tsv").write_text("".join(rows))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
