#!/usr/bin/env python3
"""Runs the fuzz targets of a build with planted bugs and tells how soon each bug is found.

meter.py BUILD COPY ROOT [--seeds N] [--seconds S] [--crash-only] [NAME...]; see ci/planted-bugs.
"""
import argparse
import collections
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

Bug = collections.namedtuple("Bug", "number name target")
Run = collections.namedtuple("Run", "found cpu reached triggered how")
SIGNS = (("MISMATCH", "mismatch"), ("AddressSanitizer", "memory"), ("LeakSanitizer", "leak"),
         ("libFuzzer: timeout", "hang"), ("runtime error", "undefined"))


def floors(root):
    rows = (line.split("#")[0].split() for line in open(root / "fuzz/floors.txt", encoding="utf-8"))
    return {row[0]: row for row in rows if row}


def fuzz(args, bug, seed):
    _, dictionary, longest, *_ = floors(args.root)[bug.target]
    environment = dict(os.environ, FAVSPEC_PLANTED=str(bug.number))
    if args.crash_only:
        environment["FAVSPEC_CRASH_ONLY"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder) / "corpus"
        shutil.copytree(args.root / "corpus" / bug.target, corpus)
        log = pathlib.Path(folder) / "log"
        command = [args.build / "fuzz" / f"fz_{bug.target}", f"-seed={seed}", "-len_control=0", "-timeout=2",
                   "-error_exitcode=1", "-timeout_exitcode=1", f"-max_total_time={args.seconds}",
                   f"-max_len={longest}", "-rss_limit_mb=1024", "-malloc_limit_mb=64",
                   f"-dict={args.root}/fuzz/{dictionary}.dict", f"-artifact_prefix={folder}/found-", corpus]
        with open(log, "wb") as out:
            child = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        text = log.read_text(errors="replace")
    how = next((word for sign, word in SIGNS if sign in text), "exit" if child.returncode else "-")
    return Run(child.returncode != 0, usage.ru_utime + usage.ru_stime, "planted: reached" in text,
               "planted: triggered" in text, how)


def percentile(values, share):
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def report(bug, runs):
    found = [run for run in runs if run.found]
    seconds = sorted(run.cpu for run in found)
    print("%-5s %-28s %-9s %-7s %-9s %d/%d %8s  %s" % (
        "ok" if len(found) == len(runs) else "MISS", bug.name, bug.target,
        "reached" if any(run.reached for run in runs) else "-",
        "triggered" if any(run.triggered for run in runs) else "-", len(found), len(runs),
        "%.2f s" % percentile(seconds, 0.5) if found else "-", runs[0].how), flush=True)


def clean_finds(args, targets):
    finds = 0
    for target in sorted(targets):
        run = fuzz(argparse.Namespace(**dict(vars(args), seconds=2)), Bug(0, "clean", target), 1)
        if run.found:
            print(f"FAIL  the clean build finds something in {target}: {run.how}")
            finds += 1
    print(f"clean: {finds} of {len(targets)} targets find something")
    return finds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("copy", type=pathlib.Path)
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--crash-only", action="store_true")
    parser.add_argument("names", nargs="*")
    args = parser.parse_intermixed_args()
    rows = (line.split() for line in open(args.copy / "planted.tsv", encoding="utf-8"))
    bugs = [Bug(*row) for row in rows if not args.names or row[1] in args.names]
    seconds, found = [], 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        tasks = [[pool.submit(fuzz, args, bug, seed + 1) for seed in range(args.seeds)] for bug in bugs]
        for bug, futures in zip(bugs, tasks):
            runs = [future.result() for future in futures]
            report(bug, runs)
            found += all(run.found for run in runs)
            seconds += [run.cpu for run in runs if run.found]
    clean = clean_finds(args, {bug.target for bug in bugs})
    seconds.sort()
    print("planted: found %d of %d, median %.2f s, p95 %.2f s, max %.2f s" % (
        found, len(bugs), percentile(seconds, 0.5), percentile(seconds, 0.95), seconds[-1] if seconds else 0))
    if args.crash_only:
        return 1 if clean or 3 * found > len(bugs) else 0
    return 1 if clean or found < len(bugs) or not bugs else 0


if __name__ == "__main__":
    sys.exit(main())
