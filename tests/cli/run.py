#!/usr/bin/env python3
"""Runs the command-line tests: run.py [--favspec PROGRAM] [--list] [GROUP[.CLASS[.TEST]] …]

Groups: what stands behind test_ in the names of the files. Without names: all of them.
"""

import argparse
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
GROUPS = sorted(name[5:-3] for name in os.listdir(HERE)
                if name.startswith("test_") and name.endswith(".py"))


def tests_of(suite):
    for item in suite:
        if isinstance(item, unittest.TestSuite):
            yield from tests_of(item)
        else:
            yield item


class Timed(unittest.TextTestResult):
    """Says how long what took long."""

    def startTest(self, test):
        self.begun = time.time()
        super().startTest(test)

    def stopTest(self, test):
        super().stopTest(test)
        seconds = time.time() - self.begun
        if seconds > 5:
            self.stream.writeln(f"      {seconds:.1f} s")


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--favspec", metavar="PROGRAM")
    p.add_argument("--list", action="store_true")
    p.add_argument("names", nargs="*", metavar="NAME")
    args = p.parse_args()
    if args.favspec:
        os.environ["FAVSPEC"] = os.path.abspath(args.favspec)
    sys.path.insert(0, HERE)
    names = [f"test_{name}" for name in args.names or GROUPS]
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    tests = list(tests_of(suite))
    if args.list:
        print("\n".join(test.id().removeprefix("test_") for test in tests))
        return 0
    if not tests:
        print("run.py: no test has that name", file=sys.stderr)
        return 2
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout,
                                     resultclass=Timed).run(suite)
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
