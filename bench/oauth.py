#!/usr/bin/env python3
"""Builds and runs the benches of lib/oauth that are programs in C."""

import subprocess

import bench

PROGRAMS = ("bench_sign", "bench_autopsy")


def main():
    bench.build(*PROGRAMS)
    for program in PROGRAMS:
        bench.missed += subprocess.run([bench.BUILD / "bench" / program]).returncode != 0
    bench.end()


if __name__ == "__main__":
    main()
