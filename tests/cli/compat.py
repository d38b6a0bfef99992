#!/usr/bin/env python3
"""GNU social and Friendica, simulated, with their presets: the verdicts that they deserve.

compat.py            each once, as fast as it goes, and a part of them with their habits
compat.py --night    each in full with its habits: minutes
"""

import argparse
import fnmatch
import json
import os
import subprocess
import sys
import tempfile

if "--favspec" in sys.argv[:-1]:
    os.environ["FAVSPEC"] = os.path.abspath(sys.argv[sys.argv.index("--favspec") + 1])
import harness  # noqa: E402

SERVER = [sys.executable, os.path.join(harness.FOREIGN, "compat.py")]
KEYS = {**harness.KEYS, "FAVSPEC_STATUS_ID": "3"}

# Mistake → the cases that have to find it (some of them); what may fail because of it.
BOTH = {
    "ids are cast": (["id/letters-behind", "id/fraction", "id/space-before", "id/plus-sign",
                      "id/exponent", "id/sql-condition"], "id/*"),
    "one value a name": (["signed/duplicates", "signed/duplicates-across"], "sign*/*"),
}
MISTAKES = {
    "gnusocial": {
        **BOTH,
        "the path form acts": (["resource/id-form"], "resource/id-form*"),
        "long nonces are 500": (["clock/nonce-of-42-characters"], "clock/*nonce*"),
        "a timestamp that is no number is 500": (["clock/text", "errors/no-5xx-timestamp-word"],
                                                 "clock/*"),
        "": ([], "errors/no-5xx-timestamp-word"),
    },
    "friendica": {
        **BOTH,
        "DELETE acts": (["methods/delete"], "methods/delete*"),
        "replays are accepted": (["clock/replay"], "clock/*"),
        "PLAINTEXT is accepted": (["authentication/method-plaintext"], "authentication/method-*"),
        "paths are matched by their beginning": (["resource/longer-word"], "resource/*"),
        "an unknown id is 400": (["id/unknown"], "errors/*"),
        " ": ([], "rate/headers-on-refusal"),  # of an unknown id
        "": ([], "robustness/survives-nul-in-path"),
    },
}
WARNED = {
    "gnusocial": {"not liked is 403": ["errors/never-liked", "errors/unliked-twice"]},
    "friendica": {"not liked is 200": ["errors/never-liked", "errors/unliked-twice"]},
}
# $_REQUEST keeps one value, so that the control of these is refused too.
INCONCLUSIVE = {"signature/values-unsorted", "signature/sorted-before-encoding",
                "signature/first-duplicate-only"}
SKIPS = ("the target offers no ", "another status has the id ")
HABITS = {"gnusocial": ["--one-second"], "friendica": ["--delay", "0.3"]}
PART = ["--only", "errors/never-liked", "--only", "errors/unliked-twice", "--only",
        "effect/status-is-unliked", "--only", "effect/parallel-unlikes", "--only",
        "effect/again-after-a-new-like", "--only", "shape/retweeted", "--only", "clock/replay",
        "--only", "id/letters-behind"]


def run(kind, arguments, more=()):
    """The report of a run, or the sentence that says why there is none."""
    with tempfile.TemporaryDirectory(prefix="favspec-compat-") as folder:
        env = harness.clean_environment(**KEYS)
        server = subprocess.Popen(SERVER + [kind, *arguments], env=env, stdout=subprocess.PIPE,
                                  text=True)
        try:
            url = server.stdout.readline().split()[1]
            with open(os.path.join(folder, "p.ini"), "w", encoding="ascii") as file:
                file.write(f"[profile]\npreset = {kind}\n")
            done = subprocess.run(
                [harness.FAVSPEC, "test-server", url, "--config", "p.ini", "-q",
                 "-o", "json=report.json", *more],
                env=env, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                check=False, timeout=3600)
        finally:
            harness.end(server)
        try:
            with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
                return json.load(file)
        except OSError:
            return done.stdout.decode(errors="replace")


def allowed(kind, name):
    return any(fnmatch.fnmatch(name, pattern) for _, pattern in MISTAKES[kind].values())


def complaints(kind, report):
    """What is not as it should be, a sentence each."""
    by = {case["id"]: case for case in report["cases"]}
    for name, case in by.items():
        verdict = case["verdict"]
        if verdict in ("error", "flaky", "xpass"):
            yield f"{name}: {verdict}: {case['reason']}"
        if verdict == "inconclusive" and name not in INCONCLUSIVE:
            yield f"{name}: inconclusive: {case['reason']}"
        if verdict == "skip" and not case["reason"].startswith(SKIPS):
            yield f"{name}: skipped: {case['reason']}"
        if verdict == "fail" and not allowed(kind, name):
            yield f"{name}: fail: {case['got']}"
    found = {name: (wanted, "fail") for name, (wanted, _) in MISTAKES[kind].items()}
    found.update({name: (wanted, "warn") for name, wanted in WARNED[kind].items()})
    for mistake, (wanted, verdict) in found.items():
        for name in wanted:
            if name in by and by[name]["verdict"] != verdict:
                yield f"\"{mistake}\" was not found by {name}: {by[name]['verdict']}"
    if not any("relaxed by profile" in case["reason"] for case in by.values()):
        yield "nothing shows as relaxed"


def judge(kind, arguments, more=()):
    report = run(kind, arguments, more)
    if isinstance(report, str):
        return [report]
    wrong = list(complaints(kind, report))
    if report["exit_status"] != 1:
        wrong.append(f"exit status {report['exit_status']}")
    return wrong


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--favspec", metavar="PROGRAM")
    p.add_argument("--night", action="store_true")
    args = p.parse_args()
    rows = []
    for kind, habits in HABITS.items():
        if args.night:
            rows.append((kind, habits, ()))
        else:
            rows += [(kind, [], ()), (kind, habits, PART)]
    failed = 0
    for kind, habits, more in rows:
        wrong = judge(kind, habits, more)
        failed += bool(wrong)
        name = " ".join([kind, *habits, "in part" if more else "in full"])
        print(("FAIL  " if wrong else "ok    ") + name, *wrong, sep="\n      ", flush=True)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
