"""`favspec explain` against an independent client: every mistake in every reading, pairs of
them, valid requests in legal spellings, and wrong keys. --full is what the project promises."""

import argparse
import collections
import concurrent.futures
import copy
import json
import os
import random
import subprocess
import sys

import readings_request  # noqa: F401 (adds its rows)
from readings_encoding import M as READINGS
from signer import random_req, rnd_secret, sign, wire

LATE = 200  # requests tried until a mistake shows


def explain(favspec, q, raw, known=()):
    """Exit status and document."""
    env = {
        "FAVSPEC_CONSUMER_KEY": q.ck,
        "FAVSPEC_CONSUMER_SECRET": q.cs,
        "FAVSPEC_TOKEN": q.tok,
        "FAVSPEC_TOKEN_SECRET": q.ts,
    }
    command = [favspec, "explain", "--json", "--scheme", q.scheme]
    for host in known:
        command += ["--known-host", host]
    run = subprocess.run(command + ["-"], input=raw, capture_output=True, env=env, check=False)
    try:
        return run.returncode, json.loads(run.stdout)
    except ValueError:
        return run.returncode, {"mistakes": [run.stderr.decode(errors="replace")],
                                "equivalent": [], "valid": None}


def single(make, r):
    """A request in which the mistake shows: (request, deviations, bytes)."""
    for _ in range(LATE):
        q = random_req(r)
        d = make(q, r)
        if d is None:
            continue
        raw = wire(q, sign(q, d)[2], d.get("_wire", {}))
        if raw != wire(q, sign(q, {})[2]):
            return q, d, raw
    raise AssertionError("a mistake that never shows")


def pair(makes, r):
    """A request in which both show, also beside each other; None when they exclude it."""
    for _ in range(30):
        q = random_req(r)
        try:
            both = [make(q, r) for make in makes]
        except IndexError:  # the first took the parameter away that the second needs
            return None
        if None in both:
            continue
        wires = [d.pop("_wire", {}) for d in both]
        if set(both[0]) & set(both[1]) - {"known"} or set(wires[0]) & set(wires[1]):
            return None
        d, w = {**both[0], **both[1]}, {**wires[0], **wires[1]}
        raws = [
            wire(q, sign(q, deviations)[2], where)
            for deviations, where in zip([{}] + both + [d], [{}] + wires + [w])
        ]
        if len(set(raws)) == 4:
            return q, d, raws[3]
    return None


def legal(q, r):
    if r.random() < 0.1:
        q.nonce = r.choice(["n", "a b", "é", "x" * 200, '"', "&=%", "+", ","])
    return {
        "sep": r.choice([", ", ",", " , ", ",\t", " ,  "]),
        "schemeword": r.choice(["OAuth", "oauth", "OAUTH", "oAuTh"]),
    }


class Matrix:
    def __init__(self, options, order):
        self.favspec, self.full, self.order = options.favspec, options.full, order
        self.random = random.Random(options.seed)
        self.pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count())
        self.failed = 0

    def run(self, jobs):
        """jobs: (what, request, raw, known) -> (what, raw, status, document)"""
        def one(job):
            return job[0], job[2], *explain(self.favspec, job[1], job[2], job[3])
        return list(self.pool.map(one, jobs))

    def report(self, title, results, wrong, allowed=0):
        print(f"{title}: {len(results)}, wrong {len(wrong)}")
        if len(wrong) <= allowed:
            return
        self.failed += 1
        for what, raw, status, document in wrong[:8]:
            print(f"  {what}: exit {status}, {document['mistakes']}, {document['equivalent']}")
            print("   ", raw.decode(errors="replace").replace("\r\n", "\n    "))

    def is_named(self, name, status, document):
        """By its own name, or by an earlier one of the table with this one beside it."""
        mistakes, equivalent = document["mistakes"], document["equivalent"]
        if status != 1 or set(mistakes) & set(equivalent):
            return False
        if name in equivalent:
            return self.order.index(mistakes[0]) < self.order.index(name)
        return mistakes in ([name], ["query-missing", name])

    def singles(self):
        jobs = []
        for name, label, make in READINGS:
            amount = 20 if self.full else 1
            if name == "key-secret-whitespace" and self.random.random() > 0.25:
                amount //= 20
            for _ in range(amount):
                q, d, raw = single(make, self.random)
                jobs.append(((name, label), q, raw, d.get("known", ())))
        results = self.run(jobs)
        self.report("singles", results, [x for x in results if not self.is_named(x[0][0], *x[2:])])

    def pairs(self):
        rows = collections.defaultdict(list)
        for name, _, make in READINGS:
            rows[name].append(make)
        names, jobs = sorted(rows), []
        while len(jobs) < (1500 if self.full else 40):
            two = self.random.sample(names, 2)
            made = pair([self.random.choice(rows[name]) for name in two], self.random)
            if made:
                jobs.append((two, made[0], made[2], made[1].get("known", ())))
        results = self.run(jobs)
        wrong = [x for x in results if x[2] != 1 or
                 not set(x[0]) <= set(x[3]["mistakes"] + x[3]["equivalent"])]
        self.report("pairs", results, wrong, len(results) // 20)

    def valid(self):
        jobs = []
        for _ in range(2000 if self.full else 60):
            q = random_req(self.random)
            d = legal(q, self.random)
            jobs.append(("valid", q, wire(q, sign(q, {})[2], d), ()))
        results = self.run(jobs)
        self.report("valid", results, [x for x in results if x[2] != 0 or not x[3]["valid"]])

    def wrong_keys(self):
        jobs = []
        for _ in range(500 if self.full else 6):
            q = random_req(self.random)
            raw = wire(q, sign(q, {})[2], legal(q, self.random))
            other = copy.copy(q)
            setattr(other, self.random.choice(["cs", "ts"]), "x" + rnd_secret(self.random))
            jobs.append(("wrong key", other, raw, ()))
        results = self.run(jobs)
        self.report("wrong keys", results, [x for x in results if x[2] != 4 or x[3]["mistakes"]])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("favspec")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    listed = subprocess.run([options.favspec, "list", "--mistakes", "--format", "json"],
                            capture_output=True, check=True)
    order = [row["name"] for row in json.loads(listed.stdout)]
    missing = set(order[:order.index("header-clock-differs") + 1]) - {row[0] for row in READINGS}
    matrix = Matrix(options, order)
    if missing:
        sys.exit(f"no reading of {sorted(missing)}")
    for part in (matrix.singles, matrix.pairs, matrix.valid, matrix.wrong_keys):
        part()
    sys.exit(matrix.failed > 0)


if __name__ == "__main__":
    main()
