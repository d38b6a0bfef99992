#!/usr/bin/env python3
"""Adapters that break a promise are found out: each ends with its own exit status and message.

    check.py FUZZ-FOLDER SOURCE-FOLDER BROKEN.so EXAMPLE.so
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

HANG, MISMATCH, CRASH, HARNESS, QUIRKS = 70, 76, 77, 78, 79
programs, source, broken, example = map(pathlib.Path, sys.argv[1:5])
seeds = source / "corpus" / "adapter"
plain = seeds / "ok-plain"
failed = ran = 0


def run(what, arguments, status, message, function="sign", **environment):
    global failed, ran
    ran += 1
    clean = {k: v for k, v in os.environ.items() if not k.startswith("FAVSPEC_")}
    with tempfile.TemporaryDirectory() as findings:
        done = subprocess.run(
            [programs / f"replay_adapter_{function}", "--any", *arguments],
            env={**clean, "FAVSPEC_FINDINGS": findings, **environment},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=280, encoding="utf-8", errors="replace")
        kept = os.listdir(findings)
    crashed = status == "signal" and done.returncode not in (0, HANG, MISMATCH, HARNESS, QUIRKS)
    if (done.returncode == status or crashed) and re.search(message, done.stdout):
        return done.stdout, kept
    failed += 1
    print(f"{what}: exit {done.returncode}, not {status} with {message!r}\n{done.stdout[-2000:]}")
    return done.stdout, kept


def loaded(defect, status, message, arguments=(plain,), **more):
    return run(defect, arguments, status, message, FAVSPEC_ADAPTER=str(broken),
               BROKEN_ADAPTER=defect, **more)


def process(defect, status, message):
    return run(f"process {defect}", (plain,), status, message, FAVSPEC_ADAPTER_TIMEOUT="2",
               FAVSPEC_ADAPTER_COMMAND=f"'{sys.executable}' '{source}/fuzz/host/test/broken.py' {defect}")


loaded("abi", HARNESS, "interface version 2, this is version 1")
loaded("size", HARNESS, r"has \d+ octets, version 1 has \d+")
loaded("older", MISMATCH, "sign: base_string")
loaded("older", HARNESS, "does not offer shape", function="shape")
loaded("name", HARNESS, "no name")
loaded("none", HARNESS, "gave no adapter")
loaded("offers", HARNESS, "offers no function")
loaded("broken", HARNESS, "says that it is broken")
loaded("result", HARNESS, "the result 42 is none")
loaded("overrun", HARNESS, r"wrote beyond the \d+ octets of base_string")
loaded("underrun", HARNESS, r"wrote beyond the \d+ octets of base_string")
loaded("lies", HARNESS, "FAV_OK and a slot is too small")
loaded("need", HARNESS, "another base_string|gave the result")
loaded("greedy", HARNESS, "more room again and again")
loaded("random", HARNESS, "the same call gave another base_string")
loaded("nothing", HARNESS, "no field to compare")
loaded("crash", "signal", "")
loaded("hang", HANG, "too long", FAVSPEC_REPLAY_SECONDS="1")
loaded("reject", MISMATCH, r"sign: result\n.*expected .*accepted\n.*rejected")
loaded("skip", QUIRKS, "FAV_SKIP.*too many", (seeds, seeds))
loaded("quirks", QUIRKS, "  nul .* too many: more than a fifth", (seeds / "ok-nul",) * 120)
loaded("offers not", HARNESS, "does not offer error", function="error")
text, kept = loaded("mismatch", MISMATCH, r"sign: base_string\n  expected \(\d+ octets\): POST&")
for part in ("first difference at octet 0", r"asked:\n    method          POST\n",
             r"    body            id=243138128959913986\n", r"input: .*any-mismatch-[0-9a-f]{8}",
             r"again: FAVSPEC_ADAPTER='.*' \S+/replay_adapter_sign \S*any-mismatch"):
    if not re.search(part, text):
        failed += 1
        print(f"a mismatch does not print {part!r}:\n{text}")
if len(kept) != 1:
    failed += 1
    print(f"a mismatch keeps {kept}, not one input")
run("no such file", (plain,), HARNESS, "start", FAVSPEC_ADAPTER="./no-such-file.so")
run("no such name", (plain,), HARNESS, "there are reference", FAVSPEC_ADAPTER="no-such-name")
loaded("id", MISMATCH, "status: id", (source / "corpus/judge",), function="status")

process("refuse", HARNESS, "does not speak version 1")
process("quirk", HARNESS, "unknown quirk")
process("exit", CRASH, r"\(status 3\)")
process("signal", CRASH, "ended by signal 9")
process("hang", HANG, "no answer within 2000 ms")
process("print", HARNESS, "no frame; messages belong on standard error")
process("field", HARNESS, "longer than its frame")
process("mismatch", MISMATCH, "sign: base_string")
run("no such program", (plain,), CRASH, "status 127", FAVSPEC_ADAPTER_COMMAND="./no-such-program")

signer = f"'{sys.executable}' '{source}/fuzz/examples/signer.py'"
run("example, plain", (plain,), 0, "1 inputs, 1 compared|2 compared", FAVSPEC_ADAPTER=str(example))
run("example", (seeds,), MISMATCH, "adapter example in sign", FAVSPEC_ADAPTER=str(example))
run("example.py, plain", (plain,), 0, "compared", FAVSPEC_ADAPTER_COMMAND=signer)
run("example.py", (seeds,), MISMATCH, "adapter example in sign", FAVSPEC_ADAPTER_COMMAND=signer)
survey, _ = run("survey", (seeds,), 0, "survey: feature", FAVSPEC_ADAPTER=str(example),
                FAVSPEC_ADAPTER_SURVEY="1", FAVSPEC_ADAPTER_QUIRKS="off")
if not re.search(r"default-port +[1-9]\d* of", survey):
    failed += 1
    print(f"the survey does not name default-port:\n{survey}")

print(f"adapter promises: {ran - failed} passed, {failed} failed")
sys.exit(failed != 0)
