"""Runs as a whole: interrupted, killed and restored, in parallel, with a baseline."""

import json
import os
import shlex
import signal
import socket
import threading
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


class Strict(CommandLine):
    def test_warnings_become_failures(self):
        url = self.foreign("--defect", "no-challenge")
        only = ["--only", "errors/challenge-*"]
        self.assertLess(0, self.report(url, *only, env=KEYS, status=0)["summary"]["warn"])
        self.expect(1, "test-server", url, *only, "--strict", env=KEYS)

    def test_levels(self):
        levels = {"must": {"MUST"}, "should": {"MUST", "SHOULD"}, "may": {"MUST", "SHOULD", "MAY"}}
        for word, wanted in levels.items():
            report = self.report("--level", word, "--only", "authentication/*", status=0)
            self.assertEqual(wanted, {case["level"] for case in report["cases"]})
        self.expect(4, "test-server", "--level", "must", "--only", "rate/*")


class Retries(CommandLine):
    def test_a_pass_on_retry_is_flaky(self):
        only = ["--only", "errors/never-liked"]
        stumbles = ["--defect", "not-liked-400-once"]
        report = self.report(self.foreign(*stumbles), *only, env=KEYS, status=1)
        self.assertEqual(["fail"], [case["verdict"] for case in report["cases"]])
        report = self.report(self.foreign(*stumbles), *only, "--retries", "1", env=KEYS, status=0)
        self.assertEqual(["flaky"], [case["verdict"] for case in report["cases"]])
        self.assertEqual(1, report["summary"]["flaky"])

    def test_what_fails_always_fails(self):
        report = self.report(self.foreign("--defect", "not-liked-400"), "--only",
                             "errors/never-liked", "--retries", "2", env=KEYS, status=1)
        self.assertEqual(["fail"], [case["verdict"] for case in report["cases"]])


class WithoutCreate(CommandLine):
    def test_likes_that_went_too_are_seen(self):
        url = self.foreign("--missing", "create", "--defect", "wipes-likes")
        report = self.report(url, "--only", "resource/un-likes-a-status", "--only",
                             "afterwards/other-likes-are-there", env=KEYS, status=1)
        self.assertEqual(["pass", "fail"], [case["verdict"] for case in report["cases"]])


class Again(CommandLine):
    def test_the_printed_command_finds_the_same_server(self):
        url = self.foreign("--defect", "not-liked-400")
        only = ["--only", "errors/never-liked"]
        outcome = self.expect(1, "test-server", url, *only, env=KEYS)
        line = [line for line in outcome.out.splitlines() if "replay: " in line][0]
        command = shlex.split(line.split("replay: ")[1])
        self.assertEqual("favspec", command[0])
        keys = {n: v for n, v in KEYS.items() if n != "FAVSPEC_STATUS_ID"}
        outcome = self.expect(1, *command[1:], env=keys)
        self.assertIn("400", outcome.out)
        mutant = self.mutant()
        outcome = self.expect(1, "test-server", "--mutant", mutant)
        self.assertIn(f"favspec replay --mutant {mutant} ", outcome.out)


class Routes(CommandLine):
    ONLY = ["--only", "resource/un-likes-a-status", "-q"]

    def port(self):
        return self.foreign().rsplit(":", 1)[1].split("/")[0]

    def test_resolve(self):
        port = self.port()
        self.expect(0, "test-server", f"http://api.favspec.test:{port}/1.1", "--resolve",
                    f"api.favspec.test:{port}:127.0.0.1", *self.ONLY, env=KEYS)

    def test_connect_to(self):
        self.expect(0, "test-server", "http://api.favspec.test/1.1", "--connect-to",
                    f"api.favspec.test:80:127.0.0.1:{self.port()}", *self.ONLY, env=KEYS)

    def test_proxy(self):
        with Proxy() as proxy:
            self.expect(0, "test-server", f"http://127.0.0.1:{self.port()}/1.1", "-x",
                        f"http://127.0.0.1:{proxy.port}", *self.ONLY, env=KEYS)
            self.assertLess(0, proxy.tunnels)

    def test_proxy_that_is_not_there(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.expect(3, "test-server", f"http://127.0.0.1:{self.port()}/1.1", "-x",
                    f"http://127.0.0.1:{port}", *self.ONLY, env=KEYS, says="proxy")


class Proxy:
    """Tunnels, and counts them."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.tunnels = 0
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()

    def accept(self):
        try:
            while True:
                threading.Thread(target=self.tunnel, args=(self.listener.accept()[0],),
                                 daemon=True).start()
        except OSError:
            pass

    def tunnel(self, near):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = near.recv(4096)
            if not piece:
                return
            head += piece
        method, target = head.split(b" ", 2)[:2]
        if method != b"CONNECT":
            near.close()
            return
        self.tunnels += 1
        far = socket.create_connection(target.decode().rsplit(":", 1))
        near.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
        threading.Thread(target=self.pump, args=(near, far), daemon=True).start()
        self.pump(far, near)

    @staticmethod
    def pump(source, target):
        try:
            while piece := source.recv(65536):
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass


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
