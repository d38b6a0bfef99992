#!/usr/bin/env python3
"""The suite against servers that it does not know.

foreign.py --honest            every style and variant: no fail, error or inconclusive
foreign.py --defects [NAME …]  each planted defect: noticed (some of them; --all: all)
foreign.py                     both
"""

import argparse
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

if "--favspec" in sys.argv[:-1]:
    os.environ["FAVSPEC"] = os.path.abspath(sys.argv[sys.argv.index("--favspec") + 1])
import harness  # noqa: E402
from defects import TABLE  # noqa: E402
from style import STYLES  # noqa: E402

PYTHON = [sys.executable, os.path.join(harness.FOREIGN, "server.py")]
NODE = ["node", os.path.join(harness.FOREIGN, "server.js")]
# One of each kind; ci/night runs all.
SOME = ["get-acts", "signature-unchecked", "replay-accepted", "not-liked-500", "html-errors",
        "id-as-double", "id-read-as-double", "entities-never", "toggles", "port-dropped",
        "late-effect", "like-returns", "hang-on-not-liked", "body-cut"]
MORE = {"hang-on-not-liked": ["--timeout", "1"]}
SLOW_S = 120  # 30 s are promised; here several runs share two cores
SMALL = {**harness.KEYS, "FAVSPEC_STATUS_ID": "900001"}


def variants():
    """(name, command, environment) of every honest server."""
    for style in STYLES:
        yield f"style {style.number}", PYTHON + ["--style", str(style.number)], harness.KEYS
    for name in ("show", "list", "create", "verify"):
        yield f"without {name}", PYTHON + ["--missing", name], harness.KEYS
    alone = [a for name in ("show", "list", "create", "verify") for a in ("--missing", name)]
    yield "destroy alone", PYTHON + alone, harness.KEYS
    yield "small ids", PYTHON + ["--style", "1", "--small-ids"], SMALL
    for one in (1, 7):
        keys = {**harness.KEYS, "FAVSPEC_STATUS_ID": str(one)}
        yield f"id {one}", PYTHON + ["--style", "6", "--small-ids", "--adjacent"], keys
    yield "other prefix", PYTHON + ["--style", "3", "--prefix", "/api/v9"], harness.KEYS
    yield "no prefix", PYTHON + ["--prefix", "/"], harness.KEYS
    yield "slow", PYTHON + ["--style", "5", "--latency", "5"], harness.KEYS
    if shutil.which("node"):
        yield "node", NODE, harness.KEYS


class Run:
    """One run of the suite against one server."""

    def __init__(self, command, keys, *arguments):
        with tempfile.TemporaryDirectory(prefix="favspec-foreign-") as folder:
            env = harness.clean_environment(**keys)
            server = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
            try:
                url = server.stdout.readline().split()[1]
                begun = time.time()
                self.status, self.err = self.end_of(subprocess.Popen(
                    [harness.FAVSPEC, "test-server", url, "-q", "-o", "json=report.json",
                     *arguments],
                    env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
                self.seconds = time.time() - begun
            finally:
                harness.end(server)
            self.summary, self.cases = {}, []
            path = os.path.join(folder, "report.json")
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    report = json.load(file)
                self.summary, self.cases = report["summary"], report["cases"]
            self.left = os.path.exists(os.path.join(folder, "favspec.ledger"))

    @staticmethod
    def end_of(process):
        try:
            _, err = process.communicate(timeout=SLOW_S)
            return process.returncode, err.decode(errors="replace")
        except subprocess.TimeoutExpired:
            process.terminate()  # so that it can end its runners
            process.communicate(timeout=30)
            return None, f"did not end within {SLOW_S} s"

    def ids(self, *verdicts):
        return [case["id"] for case in self.cases if case["verdict"] in verdicts]

    def told(self):
        counts = " ".join(f"{v} {n}" for v, n in self.summary.items() if n)
        return f"exit {self.status}, {self.seconds:.1f} s, {counts or self.err[-200:]}"

    def details(self, *verdicts):
        return "\n".join(
            f"      {case['verdict']} {case['id']}: {case['reason']} | expected "
            f"{case['expected']} | got {case['got']}"[:400]
            for case in self.cases if case["verdict"] in verdicts)


def judge_honest(row):
    name, command, keys = row
    run = Run(command, keys)
    bad = run.ids("fail", "error", "inconclusive", "flaky")
    # Without a way to like, most cases can only be skipped, and that is status 4.
    allowed = (0, 4) if "create" in command else (0,)
    good = run.status in allowed and run.cases and not bad and not run.left
    more = run.details("fail", "error", "inconclusive", "flaky")
    if not good:
        more += "\n      " + run.err[-400:].replace("\n", "\n      ")
    return good, f"honest: {name}: {run.told()}", more


def judge_defect(row):
    """Noticed is: a fail, or for what is only a SHOULD a warn that honesty does not get, by a
    case that names the requirement first."""
    name, kind, requirement, sentence, usual = row
    run = Run(PYTHON + ["--defect", name], harness.KEYS, *MORE.get(name, []))
    if kind == "fail":
        good = run.status == 1 and run.ids("fail")
        by = run.ids("fail")
    else:
        by = sorted(set(run.ids("warn", "fail")) - usual)
        good = bool(by)
    named = {case["requirements"][0]["id"] for case in run.cases if case["id"] in by}
    good = good and requirement in named
    told = f"defect: {name} ({sentence}): {run.told()}"
    more = f"      by {', '.join(by[:6])}" if by else "      not noticed"
    if requirement not in named:
        more += f"; {requirement} is not named, but {', '.join(sorted(named))}"
    return bool(good), told, more


def report(results, verbose):
    passed = failed = 0
    for good, told, more in results:
        passed, failed = passed + good, failed + (not good)
        print(("ok    " if good else "FAIL  ") + told, flush=True)
        if more.strip() and (verbose or not good):
            print(more, flush=True)
    return passed, failed


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--favspec", metavar="PROGRAM")
    p.add_argument("--honest", action="store_true")
    p.add_argument("--defects", nargs="*", metavar="NAME", default=None)
    p.add_argument("--all", action="store_true", help="all defects, not only some")
    p.add_argument("--jobs", type=int, default=4)
    p.add_argument("-v", "--verbose", action="store_true")
    args = p.parse_args()
    both = not args.honest and args.defects is None
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        if args.honest or both:
            passed, failed = report(pool.map(judge_honest, variants()), args.verbose)
        if args.defects is not None or both:
            usual = set(Run(PYTHON, harness.KEYS).ids("warn"))
            wanted = args.defects or (
                [row[0] for row in TABLE if row[1] != "once"] if args.all else SOME)
            rows = [(*row, usual) for row in TABLE if row[0] in wanted]
            more = report(pool.map(judge_defect, rows), args.verbose)
            passed, failed = passed + more[0], failed + more[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
