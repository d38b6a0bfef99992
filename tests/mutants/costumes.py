#!/usr/bin/env python3
"""The embedded server in every costume: it keeps each requirement and looks different, so the
suite must raise no alarm. Costumes that the contract accepts with a note may give warnings,
never a failure.

    costumes.py FAVSPEC
"""
import json
import subprocess
import sys


def costumes(favspec):
    text = subprocess.check_output([favspec, "test-server", "--costume", "list"], text=True)
    return [line.split(None, 2) for line in text.splitlines()]


def judge(favspec, name, noted):
    done = subprocess.run([favspec, "test-server", "--costume", name, "-o", "json=-"],
                          stdout=subprocess.PIPE, timeout=120, check=False)
    report = json.loads(done.stdout)
    fine = {"pass", "info"} | ({"warn"} if noted else set())
    bad = [c for c in report["cases"] if c["verdict"] not in fine]
    for case in bad[:10]:
        print(f"not ok: {name}: {case['id']} {case['verdict']}: {case['reason']} "
              f"(got {case.get('got', '')[:200]})")
    if noted and not any(c["verdict"] == "warn" for c in report["cases"]):
        print(f"not ok: {name}: accepted with a note, and nobody noted anything")
        return False
    return not bad and done.returncode == 0 and len(report["cases"]) >= 220


def main():
    favspec = sys.argv[1]
    known = costumes(favspec)
    failed = [name for name, noted in known if not judge(favspec, name, noted == "noted")]
    print(f"{len(known) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or len(known) < 8 else 0


if __name__ == "__main__":
    sys.exit(main())
