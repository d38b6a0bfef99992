"""Servers that are not there, or that misbehave: the right exit status, in time, in words."""

import json
import os
import socket
import subprocess
import time
import unittest

from harness import HOSTILE, KEYS, PATIENCE, CommandLine

QUICK = ["--timeout", "1", "--connect-timeout", "1", "--effect-timeout", "0.2"]
# Bytes that nobody may find in what a terminal or a CI log is shown.
RAW = [b"\x1b", b"\x9b3", b"\x07", b"\x08", b"\x00", "\u202e".encode(), "\u2066".encode(),
       "\u009b".encode()]
COMMANDS = [b"::error", b"##[", b"##vso", b"##teamcity", b"::set-env", b"Bail out!", b"not ok "]


class Unreachable(CommandLine):
    def assert_unreached(self, url, *arguments, env=KEYS, seconds=20):
        begun = time.time()
        outcome = self.expect(3, "test-server", url, *QUICK, *arguments, env=env)
        self.assertLess(time.time() - begun, seconds * PATIENCE)
        outcome.told = outcome.out + outcome.err
        self.assertNotEqual("", outcome.told)
        return outcome

    def closed_port(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            return listener.getsockname()[1]

    def test_wrong_port(self):
        port = self.closed_port()
        outcome = self.assert_unreached(f"http://127.0.0.1:{port}/1.1")
        self.assertIn(str(port), outcome.told)

    def test_unknown_host(self):
        outcome = self.assert_unreached("http://no-such-host.invalid/1.1")
        self.assertIn("no-such-host.invalid", outcome.told)

    def test_tls_failure(self):
        url = self.hostile("tls-selfsigned")
        outcome = self.assert_unreached(url)
        self.assertRegex(outcome.told.lower(), "certificate|tls|ssl")

    def test_insecure_goes_on(self):
        url = self.hostile("tls-selfsigned")
        self.expect(0, "test-server", url, "-k", "--only", self.case_ids()[0], env=KEYS)

    def test_tls_spoken_to_plain_server(self):
        self.assert_unreached(self.foreign().replace("http:", "https:"))

    def test_wrong_credentials(self):
        url = self.foreign()
        for name in list(KEYS)[:4]:
            with self.subTest(wrong=name):
                outcome = self.assert_unreached(url, env={**KEYS, name: "wrong"})
                self.assertIn("credential", outcome.told.lower())

    def test_report_is_written_all_the_same(self):
        url = f"http://127.0.0.1:{self.closed_port()}/1.1"
        report = self.report(url, *QUICK, env=KEYS, status=3)
        self.assertEqual(3, report["exit_status"])

    def test_doctor_says_why(self):
        url = f"http://127.0.0.1:{self.closed_port()}/1.1"
        outcome = self.run_favspec("doctor", url, env=KEYS)
        self.assertNotEqual(0, outcome.status, str(outcome))


class Silent(CommandLine):
    """No answer at all, or none that ends: no verdict, and an end in time."""

    def assert_no_verdict(self, mode, seconds=30):
        begun = time.time()
        url = self.hostile(mode)
        outcome = self.expect((3, 4), "test-server", url, *QUICK, "--max-time", "15", env=KEYS)
        self.assertLess(time.time() - begun, seconds * PATIENCE)
        self.assertNotEqual("", outcome.out + outcome.err)

    def test_hang(self):
        self.assert_no_verdict("hang")

    def test_drip(self):
        self.assert_no_verdict("drip")

    def test_close_empty(self):
        self.assert_no_verdict("close-empty")

    def test_close_early(self):
        self.assert_no_verdict("close-early")

    def test_reset(self):
        self.assert_no_verdict("reset")

    def test_garbage(self):
        self.assert_no_verdict("garbage")

    def test_endless_interim_answers(self):
        self.assert_no_verdict("switching")


class Loud(CommandLine):
    """Answers that are no answers: never a success, never a crash, memory bounded.

    They come at once, and such a run is promised to end within 30 s; this allows for a
    machine that does other things too.
    """

    def assert_refused(self, mode, *arguments, seconds=45):
        begun = time.time()
        url = self.hostile(mode, *arguments)
        outcome = self.expect((1, 3, 4), "test-server", url, *QUICK, "--max-time", "60",
                              env=KEYS, timeout=120)
        self.assertLess(time.time() - begun, seconds * PATIENCE)
        return outcome

    def test_gigabytes(self):
        for mode in ("gigabytes", "gigabytes-chunked", "gigabytes-head", "gigabytes-gzip"):
            with self.subTest(mode=mode):
                self.assert_refused(mode)

    def test_gigabytes_in_every_format(self):
        kinds = ["json", "junit", "tap", "html", "har", "sarif", "markdown"]
        url = self.hostile("gigabytes", "--after", "6")
        reports = [a for kind in kinds for a in ("-o", f"{kind}=out/{kind}")]
        self.expect((1, 3, 4), "test-server", url, *QUICK, "--max-time", "20", "-v", *reports,
                    env=KEYS, timeout=120)
        for kind in kinds:
            self.assertLess(os.path.getsize(self.path(f"out/{kind}")), 64 << 20, kind)

    def test_html(self):
        self.assert_refused("html")

    def test_html_502(self):
        self.assert_refused("html-502")

    def test_answer_to_another_request(self):
        self.assert_refused("wrong-request-answer")

    def test_deep_nesting(self):
        self.assert_refused("deep")

    def test_trouble_in_the_middle(self):
        for mode in ("hang", "reset", "html", "garbage"):
            with self.subTest(mode=mode):
                url = self.hostile(mode, "--after", "40")
                report = self.report(url, *QUICK, "--max-time", "8", env=KEYS, timeout=60)
                self.assertIn(report["exit_status"], (1, 4))


class Redirected(CommandLine):
    def test_authorization_does_not_follow(self):
        log = self.path("requests")
        url = self.hostile("redirect", "--log", log)
        self.expect((1, 3, 4), "test-server", url, *QUICK, "--max-time", "8", env=KEYS)
        lines = self.read("requests").splitlines()
        self.assertTrue(lines)
        followed = [line for line in lines if "/elsewhere" in line and " signed" in line]
        self.assertEqual([], followed)


class Neutralised(CommandLine):
    def assert_clean(self, data, where, raw=RAW):
        for bad in raw:
            self.assertNotIn(bad, data, f"{bad!r} in {where}")
        for line in data.splitlines():
            for command in COMMANDS:
                self.assertFalse(line.lstrip().startswith(command),
                                 f"{where}: a line of the subject's: {line[:120]!r}")

    def everything(self, mode, *arguments):
        url = self.hostile(mode, *arguments)
        kinds = ["json", "junit", "tap", "html", "har", "sarif", "markdown"]
        reports = [a for kind in kinds for a in ("-o", f"{kind}=out/{kind}")]
        outcome = self.expect((1, 3, 4), "test-server", url, *QUICK, "--max-time", "8", "-v",
                              *reports, env=KEYS, timeout=60)
        self.assert_clean(outcome.raw, "stdout and stderr")
        for kind in kinds:
            with open(self.path(f"out/{kind}"), "rb") as file:
                data = file.read()
            with self.subTest(mode=mode, kind=kind):
                if kind == "tap":
                    continue
                self.assert_clean(data, kind)
                if kind in ("html", "markdown"):
                    for tag in (b"<script>alert", b"<img src=x", b"<svg onload"):
                        self.assertNotIn(tag, data)
        self.tap_counts()

    def tap_counts(self):
        """Nobody but favspec writes a test line: as many as there are results."""
        lines = self.read("out/tap").splitlines()
        plans = [line for line in lines if line.startswith("1..")]
        self.assertEqual(1, len(plans), plans)
        tests = [line for line in lines if line.startswith(("ok ", "not ok "))]
        self.assertEqual(len(json.loads(self.read("out/json"))["cases"]), len(tests))
        self.assert_clean("\n".join(t for t in lines if not t.startswith(("not ok ", "Bail out!")))
                          .encode("utf-8", "surrogateescape"), "tap")

    def test_status_full_of_escapes(self):
        self.everything("ansi", "--after", "12")

    def test_errors_full_of_escapes(self):
        self.everything("ansi-errors")

    def test_lint_of_a_poisoned_file(self):
        process = subprocess.Popen(
            [os.path.join(os.path.dirname(HOSTILE), "hostile.py"), "ansi"],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.addCleanup(process.stdout.close)
        address = process.stdout.readline().split()[1].split("/")[2].split(":")
        with socket.create_connection((address[0], int(address[1])), 5) as peer:
            peer.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            data = b""
            while piece := peer.recv(65536):
                data += piece
        body = data.split(b"\r\n\r\n", 1)[1]
        self.assertTrue(json.loads(body))
        with open(self.path("poison.json"), "wb") as file:
            file.write(body)
        outcome = self.expect(1, "lint", "--as", "status", "poison.json")
        self.assert_clean(outcome.raw, "lint")


if __name__ == "__main__":
    unittest.main()
