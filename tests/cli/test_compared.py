"""Compared over time and sent again: diff, replay, --as-of."""

import json
import unittest

from harness import KEYS, VERDICTS, CommandLine
from meddle import Meddled

# How bad a verdict is; the same number is a change that is no worse.
BADNESS = {"pass": 0, "info": 0, "xfail": 0, "flaky": 1, "skip": 2, "warn": 3, "error": 4,
           "xpass": 4, "inconclusive": 4, "fail": 5}


def report_of(**verdicts):
    cases = [{"id": f"group/{name.replace('_', '-')}", "title": "t", "requirements": [],
              "verdict": verdict, "reason": "", "expected": "", "got": "", "hint": "",
              "duration_ms": 0, "exchanges": []} for name, verdict in verdicts.items()]
    return {"schema": "favspec/report-1", "command": "test-server", "exit_status": 0,
            "summary": {"planned": len(cases)}, "cases": cases, "exchanges": []}


class Diff(CommandLine):
    def compare(self, status, old, new):
        for name, report in (("old.json", old), ("new.json", new)):
            self.write(name, report if isinstance(report, str) else json.dumps(report))
        return self.expect(status, "diff", "old.json", "new.json")

    def test_every_pair_of_verdicts(self):
        for old in VERDICTS:
            for new in VERDICTS:
                worse = BADNESS[new] > BADNESS[old]
                status = 0 if old == new else 1 if worse else 16
                with self.subTest(old=old, new=new):
                    self.compare(status, report_of(a=old), report_of(a=new))

    def test_regressions_come_first(self):
        out = self.compare(1, report_of(a="fail", b="pass", c="pass", d="skip"),
                           report_of(a="pass", b="fail", c="pass", e="pass")).out
        places = [out.index(word) for word in ("worse (1)", "group/b", "no longer there",
                                               "group/d", "better", "group/a", "new",
                                               "group/e")]
        self.assertEqual(sorted(places), places, out)
        self.assertNotIn("group/c", out)

    def test_cases_that_came_and_went(self):
        self.compare(1, report_of(a="pass", b="pass"), report_of(a="pass"))
        self.compare(16, report_of(a="pass"), report_of(a="pass", b="pass"))
        self.compare(1, report_of(a="pass"), report_of(a="pass", b="fail"))

    def test_bad_input(self):
        good = report_of(a="pass")
        bad = ["", "{", "[]", "null", json.dumps(good)[:-3], '{"schema": "favspec/report-2"}',
               '{"schema": "favspec/report-1"}', '{"schema": "favspec/report-1", "cases": {}}']
        for text in bad:
            with self.subTest(text=text[:30]):
                self.compare(2, good, text)
                self.compare(2, text, good)
        self.expect(2, "diff")
        self.expect(2, "diff", "old.json")
        self.expect(2, "diff", "old.json", "new.json", "third.json")

    def test_hostile_report(self):
        new = report_of(a="fail")
        new["cases"][0].update(id="x\x1b[31m\n::error::y", reason="\u202e\nok 1 - a")
        out = self.compare(1, report_of(b="pass"), new).out
        self.assertNotIn("\x1b", out)
        self.assertNotIn("\u202e", out)
        self.assertFalse([line for line in out.splitlines() if line.startswith(("::", "ok "))])


class Replay(CommandLine):
    def test_freshly_signed_and_printed(self):
        server = Meddled()
        self.addCleanup(server.stop)
        before = server.liked()
        for _ in range(2):
            out = self.expect(0, "replay", "--url", server.url, "errors/unliked-twice",
                              env=KEYS).out
            self.assertIn("== errors/unliked-twice: pass", out)
            self.assertIn("POST /1.1/favorites/destroy.json?id=", out)
            self.assertIn("HTTP/1.1 404", out)
        self.assertEqual(before, server.liked())

    def test_a_failure_again(self):
        server = Meddled(wrong="replay-accepted".__eq__)
        self.addCleanup(server.stop)
        self.expect(1, "replay", "--url", server.url, "clock/replay", env=KEYS)

    def test_against_a_mutant(self):
        self.expect(1, "replay", "--mutant", self.mutant(), "signature/*")

    def test_usage(self):
        self.expect(2, "replay")
        self.expect(2, "replay", "id/in-qery", says="id/in-query")


class AsOf(CommandLine):
    def test_no_newer_cases(self):
        everything = self.case_ids()
        same = self.expect(0, "test-server", "--list", "--as-of", "99.0.0").out.split()
        self.assertEqual(everything, same)
        self.expect(4, "test-server", "--list", "--as-of", "0.0.9")
        for version in ("0.1.0", "0.1"):
            old = self.expect(0, "test-server", "--list", "--as-of", version).out.split()
            self.assertTrue(set(old) <= set(everything))
            self.assertTrue(old)
        for version in ("", "one", "0", "0.1.0x", "-1.0"):
            for command in (["test-server"], ["test-client", "--list"], ["list"]):
                self.expect(2, *command, "--as-of", version, says="--as-of takes a version")


if __name__ == "__main__":
    unittest.main()
