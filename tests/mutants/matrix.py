#!/usr/bin/env python3
"""The mutant matrix: the embedded server, wrong in one way after the other, and the whole
suite against each. Every mutant must be noticed by a `fail` that cites its requirement (a
`warn` where that requirement is a SHOULD), every case must notice a mutant, and the honest
server must be clean.

    matrix.py FAVSPEC [--jobs N] [--only GLOB] [--update docs/MUTANTS.md]
"""
import argparse
import concurrent.futures
import fnmatch
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
NOTICED = {"fail": 2, "warn": 1}


def run(favspec, mutant):
    """The report of one run, and its exit status."""
    command = [favspec, "test-server", "--jobs", "1", "--report", "json=-"]
    if mutant:
        command += ["--mutant", mutant]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          timeout=300, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = {"cases": []}
    for case in report["cases"]:
        case.pop("exchanges", None)
    report.pop("exchanges", None)
    return report, done.returncode


def levels(favspec):
    text = subprocess.check_output([favspec, "list", "--requirements", "--format", "json"])
    return {row["id"]: row["level"] for row in json.loads(text)}


def mutant_rows(favspec):
    text = subprocess.check_output([favspec, "list", "--mutants", "--format", "json"])
    return json.loads(text)


def killers(report, requirement, wanted):
    """Ids of the cases that notice the mutant as they should, and of all that notice it."""
    right, any_case = [], []
    for case in report["cases"]:
        if case["verdict"] not in NOTICED:
            continue
        any_case.append(case["id"])
        cites = [r["id"] for r in case["requirements"]]
        if requirement in cites and NOTICED[case["verdict"]] >= NOTICED[wanted]:
            right.append(case["id"])
    return right, any_case


def exceptions():
    """Cases that need not notice a mutant: GLOB: reason, a line each."""
    found = {}
    with open(os.path.join(HERE, "exceptions.txt"), encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line and not line.startswith("#"):
                glob, _, reason = line.partition(":")
                found[glob.strip()] = reason.strip()
    return found


def check_honest(favspec, problems):
    report, status = run(favspec, None)
    bad = [c for c in report["cases"] if c["verdict"] not in ("pass", "info")]
    if status != 0 or bad or not report["cases"]:
        problems.append(f"the honest server is not clean: exit {status}, "
                        + ", ".join(f"{c['id']} {c['verdict']}" for c in bad))
    return report["cases"]


def check_cases(cases, noticing, problems):
    allowed = exceptions()
    used = set()
    for case in cases:
        if case["id"] in noticing:
            continue
        globs = [g for g in allowed if fnmatch.fnmatch(case["id"], g)]
        used.update(globs)
        if not any(allowed[g] for g in globs):
            problems.append(f"case {case['id']} notices no mutant")
    for glob in sorted(set(allowed) - used):
        problems.append(f"exceptions.txt: {glob} excuses nothing")


def write_table(path, rows):
    with open(path, "w", encoding="utf-8") as out:
        out.write("# Mutants\n\nThe embedded server can be told to be wrong in each of these ways "
                  "(`--mutant NAME`); the suite\nmust notice every one. Written by "
                  "`tests/mutants/matrix.py --update`.\n\n"
                  "| mutant | defect | requirement | noticed by |\n| --- | --- | --- | --- |\n")
        for row, right in rows:
            more = f" and {len(right) - 2} more" if len(right) > 2 else ""
            out.write(f"| {row['name']} | {row['defect']} | {row['requirement']} | "
                      f"{', '.join(right[:2])}{more} |\n")


def check_table(path, rows, problems):
    with open(path, encoding="utf-8") as text:
        listed = {line.split("|")[1].strip() for line in text if line.startswith("| ")}
    for row, _ in rows:
        if row["name"] not in listed:
            problems.append(f"{os.path.basename(path)} lacks {row['name']}: run with --update")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("favspec")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="*")
    parser.add_argument("--update")
    parser.add_argument("--table")
    options = parser.parse_args()
    problems, noticing, rows = [], set(), []
    level = levels(options.favspec)
    cases = check_honest(options.favspec, problems)
    mutants = [m for m in mutant_rows(options.favspec)
               if fnmatch.fnmatch(m["name"], options.only)]
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        reports = pool.map(lambda m: run(options.favspec, m["name"]), mutants)
        for mutant, (report, status) in zip(mutants, reports):
            hard = level.get(mutant["requirement"]) == "MUST" and mutant["noticed"] == "fail"
            right, noticed = killers(report, mutant["requirement"], "fail" if hard else "warn")
            noticing.update(noticed)
            rows.append((mutant, right))
            if not right:
                problems.append(f"mutant {mutant['name']} ({mutant['requirement']}) survives: "
                                f"exit {status}, noticed by {noticed[:4]}")
            elif hard and status != 1:
                problems.append(f"mutant {mutant['name']}: exit {status}, not 1")
    if len(mutants) < 90 and options.only == "*":
        problems.append(f"only {len(mutants)} mutants")
    if options.only == "*":
        check_cases(cases, noticing, problems)
    # The canary: a matrix that sees a kill where there is none would be worth nothing.
    if killers({"cases": cases}, "SIG-VERIFIED", "warn")[0]:
        problems.append("canary: the honest server is reported as a kill")
    if options.update:
        write_table(options.update, rows)
    elif options.table:
        check_table(options.table, rows, problems)
    for problem in problems:
        print("not ok:", problem)
    killed = sum(1 for _, right in rows if right)
    print(f"{killed} of {len(mutants)} mutants noticed, {len(noticing)} of {len(cases)} cases "
          f"notice one, {len(problems)} problems")
    return 1 if problems or not mutants else 0


if __name__ == "__main__":
    sys.exit(main())
