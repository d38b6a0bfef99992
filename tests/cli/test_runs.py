"""Runs as a whole: interrupted, killed and restored, in parallel, with a baseline."""

import json
import os
import signal
import time
import unittest

from harness import KEYS, STATUS_ID, CommandLine

SLOW = ["--latency", "60"]


class Interrupted(CommandLine):
    def begin_and_wait(self, url, *arguments):
        """Starts a run against a slow server and returns in the middle of it."""
        process = self.begin("test-server", url, "-o", "json=part.json", "-o", "tap=part.tap",
                             *arguments, env=KEYS, new_group=True)
        for _ in range(600):
            if os.path.exists(self.path("favspec.ledger")):
                break
            time.sleep(0.02)
        time.sleep(1.0)
        self.assertIsNone(process.poll(), "the run was over too soon")
        return process

    def liked(self, url):
        status, body = self.caller(url).call("GET", "/favorites/list.json", "count=200")
        self.assertEqual(200, status)
        return [document["id_str"] for document in body]

    def assert_interrupted(self, number, status):
        url = self.foreign(*SLOW)
        before = self.liked(url)
        self.assertIn(STATUS_ID, before)
        process = self.begin_and_wait(url)
        os.kill(process.pid, number)
        outcome = self.finish(process, 20)
        self.assertEqual(status, outcome.status, str(outcome))
        report = json.loads(self.read("part.json"))
        self.assertEqual(status, report["exit_status"])
        summary = report["summary"]
        self.assertLess(summary["pass"], summary["planned"])
        self.assertIn("interrupt", self.read("part.tap").lower() + outcome.err.lower())
        self.assertEqual(before, self.liked(url), "what was liked before is liked after")
        self.assertFalse(os.path.exists(self.path("favspec.ledger")))

    def test_sigint(self):
        self.assert_interrupted(signal.SIGINT, 130)

    def test_sigterm(self):
        self.assert_interrupted(signal.SIGTERM, 143)

    def test_sigint_to_the_whole_group(self):
        """As a terminal does it: parent and children get the signal."""
        url = self.foreign(*SLOW)
        before = self.liked(url)
        process = self.begin_and_wait(url)
        os.killpg(process.pid, signal.SIGINT)
        outcome = self.finish(process, 20)
        self.assertEqual(130, outcome.status, str(outcome))
        self.assertEqual(before, self.liked(url))

    def test_killed_and_restored(self):
        url = self.foreign(*SLOW)
        before = self.liked(url)
        for _ in range(5):
            process = self.begin_and_wait(url, "--ledger", "favspec.ledger")
            os.killpg(process.pid, signal.SIGKILL)
            self.finish(process, 20)
            if self.liked(url) != before:
                break
        self.assertTrue(os.path.exists(self.path("favspec.ledger")))
        self.expect(0, "restore", "favspec.ledger", env={**KEYS, "FAVSPEC_URL": url})
        self.assertEqual(before, self.liked(url))

    def test_deadline(self):
        url = self.foreign(*SLOW)
        before = self.liked(url)
        report = self.report(url, "--max-time", "2", env=KEYS, timeout=30)
        self.assertIn(report["exit_status"], (1, 4))
        self.assertEqual(before, self.liked(url))


class Together(CommandLine):
    def test_two_at_once(self):
        one = self.begin("test-server", "-o", "json=one.json")
        two = self.begin("test-server", "-o", "json=two.json")
        for name, process in (("one", one), ("two", two)):
            outcome = self.finish(process, 110)
            self.assertEqual(0, outcome.status, str(outcome))
            self.assertEqual(0, json.loads(self.read(f"{name}.json"))["exit_status"])

    def test_jobs_change_nothing(self):
        verdicts = []
        for jobs in ("1", "4"):
            report = self.report("--jobs", jobs, status=0, timeout=110)
            verdicts.append([(c["id"], c["verdict"]) for c in report["cases"]])
        self.assertEqual(verdicts[0], verdicts[1])


class Baseline(CommandLine):
    def test_known_failures(self):
        run = ["test-server", "--mutant", self.mutant(), "--baseline", "known"]
        self.write("known", "")
        self.expect(1, *run, timeout=110)
        self.expect((0, 1), *run, "--baseline-update", timeout=110)
        text = self.read("known")
        self.assertNotEqual("", text)
        self.assertIn("expires", text)
        self.expect(1, "test-server", "--baseline", "known", timeout=110)


class Limits(CommandLine):
    def test_requests_are_limited(self):
        outcome = self.run_favspec("test-server", self.foreign(), "--max-requests", "20",
                                   env=KEYS)
        self.assertIn(outcome.status, (1, 4), str(outcome))

    def test_fail_fast(self):
        report = self.report("--mutant", self.mutant(), "--fail-fast", "--jobs", "1", status=1)
        summary = report["summary"]
        self.assertLess(sum(n for v, n in summary.items() if v != "planned"),
                        summary["planned"])


if __name__ == "__main__":
    unittest.main()
