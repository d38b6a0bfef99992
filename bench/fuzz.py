#!/usr/bin/env python3
"""How fast the fuzz targets are beside peers under the same flags, and the slowest seed.

One fixed input run N times, the best of 3, start-up subtracted; a second is one of CPU time.
FAVSPEC_FUZZ_ROTATE lets each execution choose the next of a target's relations, so that the
figure is the mean over all of them, as under mutation.
A target runs all its oracles and a second implementation on each input, a peer runs its one
call and checks nothing.
"""

import os
import pathlib
import re
import subprocess
import sys

import bench

FUZZ = bench.ROOT / "build" / "fuzz"
PROGRAMS = FUZZ / "fuzz"
SEEDS = {  # of an ordinary size; under 300 octets where the target has such
    "percent": "ok-all-octets", "baseuri": "ok-query", "params": "ok-rfc-3.4.1.3",
    "header": "ok-twitter", "sign": "ok-documented-status", "verify": "ok-documented-status",
    "autopsy": "ok-key-newline-after", "json": "ok-numbers",
    "error": "ok-array-326-bounce-location", "status": "ok-short", "judge": "rej-user-indices",
    "schema": "ok-annotations", "http": "ok-request", "endpoint": "ok-destroy-body",
    "flow": "ok-destroy-kinds-1",
}
PEERS = (  # target, seed, peer, the least share of the peer's speed
    ("sign", SEEDS["sign"], "liboauth", 3),
    ("status", SEEDS["status"], "cjson", 0.6),
    ("status", "ok-whole-contributors", "cjson", 0.6),
    ("percent", SEEDS["percent"], "empty", 0.5),
    ("baseuri", SEEDS["baseuri"], "empty", 0.5),
)
LEAST = 5000     # executions a second
LONGEST = 100    # milliseconds for one input
SECONDS = 0.5    # of CPU time, a round
# The same for all: what fuzz/engine.c chooses for the targets, which rotate; no peer reads that.
OPTIONS = {"ASAN_OPTIONS": "malloc_context_size=3:quarantine_size_mb=4:"
                           "thread_local_quarantine_size_kb=128:max_malloc_fill_size=128",
           "FAVSPEC_FUZZ_ROTATE": "1"}


def build():
    programs = [f"fz_{name}" for name in SEEDS] + [f"replay_{name}" for name in SEEDS]
    programs += sorted({f"peer_{peer}" for _, _, peer, _ in PEERS})
    bench.quietly("cmake", "-S", bench.ROOT, "-B", FUZZ, "-DCMAKE_C_COMPILER=clang",
                  "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DFAVSPEC_FUZZ=ON", "-DFAVSPEC_TESTS=OFF")
    bench.quietly("cmake", "--build", FUZZ, "--parallel", str(os.cpu_count()),
                  "--target", *programs)


def cpu(program, seed, runs):
    run = bench.Run(PROGRAMS / program, f"-runs={runs}", seed, env=OPTIONS)
    return run.must_end_with(0, f"{program} on {seed}").cpu


class Contestant:
    """A program and its input; speed() is the best of its rounds."""

    def __init__(self, program, seed):
        self.program, self.seed, self.best = program, seed, 0
        self.start_up = min(cpu(program, seed, 1) for _ in range(3))
        runs, used = 50, 0
        while used < SECONDS / 10:
            runs *= 4
            used = cpu(program, seed, runs) - self.start_up
        self.runs = int(runs * SECONDS / used)

    def round(self):
        used = cpu(self.program, self.seed, self.runs) - self.start_up
        self.best = max(self.best, self.runs / used)


def measured(*contestants):
    for _ in range(3):
        for contestant in contestants:
            contestant.round()
    return [contestant.best for contestant in contestants]


def seed_of(target, name):
    return bench.ROOT / "corpus" / target / name


def beside_peers():
    for target, name, peer, share in PEERS:
        seed = seed_of(target, name)
        ours, theirs = measured(Contestant(f"fz_{target}", seed),
                                Contestant(f"peer_{peer}", seed))
        bench.target(f"{target} {ours:.0f}/s, {peer} {theirs:.0f}/s, {seed.stat().st_size} octets",
                     ours / theirs, "x", ">=", share)


def speeds():
    for target, name in SEEDS.items():
        seed = seed_of(target, name)
        speed, = measured(Contestant(f"fz_{target}", seed))
        bench.target(f"{target}, {seed.stat().st_size} octets", speed, "/s", ">=", LEAST)


def slowest():
    for target in SEEDS:
        folders = [bench.ROOT / "corpus" / target, bench.ROOT / "fuzz" / "regress" / target]
        said = subprocess.run([PROGRAMS / f"replay_{target}", "--slowest",
                               *filter(pathlib.Path.exists, folders)], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              env={**bench.PLAIN, **OPTIONS})
        found = re.search(r"^slowest \w+: ([0-9.]+) ms .*/(\S+)$", said.stdout, re.M)
        if said.returncode != 0 or not found:
            bench.fail(f"replay_{target} ended with status {said.returncode}")
        bench.target(f"{target}, slowest: {found[2]}", float(found[1]), "ms", "<=", LONGEST)


PARTS = {"peers": beside_peers, "speeds": speeds, "slowest": slowest}


def main():
    parts = sys.argv[1:] or list(PARTS)
    if set(parts) - set(PARTS):
        sys.exit("usage: bench/fuzz.py [peers|speeds|slowest]…")
    build()
    for part in parts:
        PARTS[part]()
    bench.end()


if __name__ == "__main__":
    main()
