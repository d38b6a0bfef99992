#!/usr/bin/env python3
"""Plays the fixture clients under favspec test-client.

    run.py right|odd [NAME…]             those fixtures, or the named ones of them
    run.py broken [NAME…]                a client for each mistake
    run.py libraries [NAME|LANGUAGE…]    real libraries, in an eighth of the scenarios
    run.py table [FILE]                  all scenarios for every library; writes docs/CLIENTS.md
    run.py stale [FILE]                  whether that page has the libraries and mistakes of here

A right client ends with 0; of a broken one exactly its mistakes are named. The last line counts.
Exit status 77 when all is well but something is not installed (see setup).
"""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import fixtures  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(fixtures.HERE))
FAVSPEC = os.environ.get("FAVSPEC", os.path.join(ROOT, "build", "release", "favspec"))
SKIPPED = 77


class Played:
    def __init__(self, status, report, text):
        self.status, self.report, self.text = status, report, text

    def names(self, verdict="fail"):
        return sorted({c["reason"] for c in self.report["cases"] if c["verdict"] == verdict})


def play(fixture, everything=False):
    """With patience: other tests run beside this one."""
    only = [] if everything else [f"--only={pattern}" for pattern in fixture.only]
    limit = [] if "--timeout" in fixture.options else ["--timeout", "45"]
    with tempfile.TemporaryDirectory(prefix="favspec-clients-") as folder:
        path = os.path.join(folder, "report.json")
        run = subprocess.run([FAVSPEC, "test-client", "-o", f"json={path}", *limit,
                              *only, *fixture.options, "--", *fixture.command],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             errors="replace", check=False)
        try:
            with open(path, encoding="utf-8") as f:
                return Played(run.returncode, json.load(f), run.stdout)
        except OSError:
            sys.exit(f"favspec wrote no report:\n{run.stdout}")


def version(fixture):
    """What the library says; None when it is not there."""
    try:
        run = subprocess.run(fixture.needs, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                             text=True, check=False)
    except OSError:
        return None
    return run.stdout.strip() if run.returncode == 0 else None


def complaint(fixture, played):
    """What is not as it should be, None if nothing."""
    found, wanted = played.names(), fixture.names
    if [n for n in wanted if n not in found]:
        return f"not named: {[n for n in wanted if n not in found]}, but {found}"
    if [n for n in found if n not in wanted and n not in fixture.also]:
        return f"accused of {[n for n in found if n not in wanted and n not in fixture.also]}"
    if played.status != (1 if wanted else 0):
        return f"exit status {played.status}"
    if not wanted and played.names("warn"):
        return f"warned of {played.names('warn')}"
    return None


def chosen(all_fixtures, names):
    found = [f for f in all_fixtures
             if not names or f.name in names or getattr(f, "language", None) in names]
    missing = set(names) - {n for f in found for n in (f.name, getattr(f, "language", None))}
    if missing:
        sys.exit(f"run.py: there is no fixture {', '.join(sorted(missing))}")
    return found


def run(all_fixtures, names):
    passed = failed = skipped = 0
    for fixture in chosen(all_fixtures, names):
        if fixture.needs and version(fixture) is None:
            print(f"skip  {fixture.name}: not installed")
            skipped += 1
            continue
        played = play(fixture)
        wrong = complaint(fixture, played)
        print(f"{'FAIL' if wrong else 'ok  '}  {fixture.name}: {wrong or played.names() or 'right'}",
              flush=True)
        if wrong:
            print(played.text)
        failed += bool(wrong)
        passed += not wrong
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else SKIPPED if skipped else 0


def broken_fixtures():
    listed = subprocess.run(fixtures.python(fixtures.here("broken.py"), "--list"),
                            stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    made = {word.split("/")[0] for word in listed}
    unbroken = [name for name in known_mistakes() if name not in made]
    if unbroken:
        sys.exit(f"no broken client makes {', '.join(unbroken)}")
    return list(fixtures.broken(listed))


def known_mistakes():
    run = subprocess.run([FAVSPEC, "list", "--mistakes", "--format", "json"],
                         stdout=subprocess.PIPE, text=True, check=True)
    catalogue = json.loads(run.stdout)
    rows = catalogue.get("mistakes", catalogue) if isinstance(catalogue, dict) else catalogue
    return [row["name"] for row in rows]


HEAD = """\
# Real clients under `favspec test-client`

Each library is called by a small driver in `tests/clients/libs/`, which hands on what it was asked
for and compares the status that came back with the id that was asked for; what the library decides
by itself is judged. `tests/clients/run.py table` plays all scenarios and writes this page; the
names are explained in [MISTAKES.md](MISTAKES.md). A warning is about what only a SHOULD asks for.

"""
COLUMNS = ["library", "version", "language", "verdict", "mistakes", "scenarios", "warnings"]


def places(played, verdict):
    """The mistakes, and for each the scenarios in which it was seen."""
    where = {n: sorted({"/".join(c["id"].split("/")[:2]) for c in played.report["cases"]
                        if c["verdict"] == verdict and c["reason"] == n})
             for n in played.names(verdict)}
    return [(f"`{n}`", ids[0] + (f" and {len(ids) - 1} more" if len(ids) > 1 else ""))
            for n, ids in where.items()]


def row(fixture, number, played):
    failed, warned = places(played, "fail"), places(played, "warn")
    cells = [fixture.name, number, fixture.language, "fail" if failed else "pass",
             "<br>".join(name for name, _ in failed) or "none",
             "<br>".join(place for _, place in failed),
             "<br>".join(f"{name}: {place}" for name, place in warned)]
    return "| " + " | ".join(cells) + " |\n"


def play_all(fixture):
    number = version(fixture)
    if number is None:
        sys.exit(f"run.py: {fixture.name} is not installed")
    played = play(fixture, everything=True)
    print(f"{fixture.name} {number}: {played.names() or 'right'}", flush=True)
    return number, played


def table(path):
    """Plays everything before it complains."""
    rows, wrong = [], []
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        results = list(pool.map(play_all, fixtures.LIBRARIES))
    for fixture, (number, played) in zip(fixtures.LIBRARIES, results):
        if played.names() != fixture.names or played.status not in (0, 1):
            wrong.append(f"{fixture.name}: fixtures.py says {fixture.names}\n{played.text}")
        rows.append(row(fixture, number, played))
    with open(path, "w", encoding="utf-8") as f:
        f.write(HEAD + "| " + " | ".join(COLUMNS) + " |\n" + "| --- " * len(COLUMNS) + "|\n"
                + "".join(rows))
    print("\n".join(wrong), end="")
    return 1 if wrong else 0


def rows_of(path):
    """Library, language and mistakes of each row of the page."""
    with open(path, encoding="utf-8") as f:
        lines = [line.strip("| \n").split(" | ") for line in f if line.startswith("| ")]
    return [(cells[0], cells[2], sorted(re.findall("`([a-z-]+)`", cells[4])))
            for cells in lines[2:]]


def stale(path):
    unknown = {n for f in fixtures.LIBRARIES for n in f.names} - set(known_mistakes())
    if unknown:
        sys.exit(f"fixtures.py: favspec knows no {', '.join(sorted(unknown))}")
    found = rows_of(path)
    wanted = [(f.name, f.language, f.names) for f in fixtures.LIBRARIES]
    for line in [f"{w}: {path} says otherwise" for w in wanted if w not in found] + \
            [f"{f}: not in fixtures.py" for f in found if f not in wanted]:
        print(line)
    print(f"{sum(w in found for w in wanted)} of {len(wanted)} libraries are as {path} says")
    return 0 if found == wanted else 1


def main():
    what, *names = sys.argv[1:] or ["--help"]
    if what in ("table", "stale"):
        path = names[0] if names else os.path.join(ROOT, "docs", "CLIENTS.md")
        return table(path) if what == "table" else stale(path)
    sets = {"right": lambda: fixtures.RIGHT, "odd": lambda: fixtures.ODD,
            "libraries": lambda: fixtures.LIBRARIES, "broken": broken_fixtures}
    if what not in sets:
        print(__doc__)
        return 0 if what in ("-h", "--help") else 2
    return run(sets[what](), names)


if __name__ == "__main__":
    sys.exit(main())
