"""Profiles: read strictly, followed on the wire, and shown in every report."""

import os
import sys
import unittest

from harness import FOREIGN, KEYS, STATUS_ID, CommandLine
from http1 import Request
from meddle import Meddled

COMPAT = os.path.join(FOREIGN, "compat.py")
SMALL = {**KEYS, "FAVSPEC_STATUS_ID": "3"}
KINDS = ["json", "junit", "tap", "html", "sarif", "markdown"]


class Read(CommandLine):
    def test_mistakes_are_named(self):
        rows = [
            ("presett = x-1.1", "preset"), ("preset = gnusocal", "gnusocial"),
            ("preset = frendica", "friendica"), ("erors = array", "errors"),
            ("errors = reqest", "request"), ("errors = statu", "status"),
            ("id = bdy", "body"), ("id = header", "body"), ("relax = SHAPE-CONTS", "SHAPE-COUNTS"),
            ("relax = shape-counts", "SHAPE-COUNTS"), ("create = favorites/create.json", "slash"),
            ("destroy = none", "destroy"), ("verfy = none", "verify"), ("list =", "slash"),
        ]
        for line, word in rows:
            with self.subTest(line=line):
                self.write("p.ini", f"url = http://127.0.0.1:9/1.1\n[profile]\n{line}\n")
                self.expect(2, "test-server", "--config", "p.ini", env=KEYS, says=word)

    def test_a_preset_may_be_amended(self):
        self.write("p.ini", "[profile]\npreset = gnusocial\nlist = /likes.json\nverify = none\n")
        out = self.expect(0, "test-server", "http://127.0.0.1:9/api", "--config", "p.ini",
                          "--dry-run", env=KEYS).out
        self.assertIn("/likes.json", out)
        self.assertNotIn("verify_credentials", out)


class Followed(CommandLine):
    def profile(self, text):
        self.write("p.ini", f"[profile]\n{text}\n")
        return ["--config", "p.ini"]

    def test_id_in_the_body(self):
        seen = []

        def decide(_number, request):
            if b"destroy" in request.path:
                seen.append((request.query, request.body))

        server = Meddled(decide, wrong="id-query-ignored".__eq__)
        self.addCleanup(server.stop)
        some = ["--only", "errors/never-liked", "--only", "signature/token-unsigned"]
        self.expect((1, 4), "test-server", server.url, *some, env=KEYS)
        seen.clear()
        self.expect(0, "test-server", server.url, *some, *self.profile("id = body"), env=KEYS)
        self.assertIn((b"", b"id=" + STATUS_ID.encode()), seen)

    def test_id_in_the_path(self):
        def decide(_number, request):
            """The v1 form, told to the server in today's words."""
            head, _, last = request.path.rpartition(b"/")
            if head.endswith((b"/destroy", b"/create")) and not request.query:
                self.forms += 1
                plain = Request(request.method, head + b".json?id=" + last[:-5],
                                request.version, request.fields)
                server.service.verifier.base_uri = lambda _r: (
                    b"http://" + request.host() + request.path)
                server.service.verifier.normalized = lambda pairs: normalized(
                    [p for p in pairs if p[0] != b"id"])
                answer = server.service.answer(plain)
                del server.service.verifier.base_uri, server.service.verifier.normalized
                return answer
            return None

        self.forms = 0
        server = Meddled(decide)
        normalized = server.service.verifier.normalized
        self.addCleanup(server.stop)
        report = self.report(
            server.url, "--only", "errors/never-liked", "--only", "authentication/unknown-token",
            *self.profile("destroy = /favorites/destroy/{id}.json\n"
                          "create = /favorites/create/{id}.json"), env=KEYS)
        self.assertEqual({"pass"}, {case["verdict"] for case in report["cases"]})
        self.assertGreater(self.forms, 4)

    def test_companions_that_do_not_exist(self):
        server = Meddled()
        self.addCleanup(server.stop)
        report = self.report(server.url, "--only", "effect/*", *self.profile(
            "show = none\nlist = none\nverify = none"), env=KEYS)
        self.assertFalse([r for r in server.requests if r[0] == "GET"])
        skipped = [case for case in report["cases"] if case["verdict"] == "skip"]
        self.assertTrue(skipped)
        self.assertTrue(all(case["reason"] for case in skipped))

    def test_relaxed_shows_in_every_report(self):
        url = self.serve(sys.executable, COMPAT, "gnusocial", "--id", "3")
        reports = [a for kind in KINDS for a in ("-o", f"{kind}={kind}.out")]
        outcome = self.run_favspec("test-server", url, *self.profile("preset = gnusocial"),
                                   "--only", "shape/*", *reports, env=SMALL)
        self.assertEqual(0, outcome.status, str(outcome))
        for kind in KINDS:
            self.assertIn("relaxed", self.read(f"{kind}.out"), kind)
        self.assertIn("relaxed", outcome.out)

    def test_relaxed_by_the_file_with_its_reason(self):
        server = Meddled(wrong="date-iso".__eq__)
        self.addCleanup(server.stop)
        only = ["--only", "shape/created-at"]
        self.expect(1, "test-server", server.url, *only, env=KEYS)
        report = self.report(server.url, *only, *self.profile(
            "relax = SHAPE-CREATED-AT\nreason = the archive keeps ISO dates"), env=KEYS, status=0)
        case = report["cases"][0]
        self.assertEqual("info", case["verdict"])
        self.assertIn("the archive keeps ISO dates", case["reason"])

    def test_errors_in_plain_text(self):
        def decide(_number, request):
            answer = server.service.answer(request)
            if answer.status >= 400:
                answer.body, answer.kind = b"No.", "text/plain"
            return answer

        server = Meddled(decide)
        self.addCleanup(server.stop)
        only = ["--only", "signature/for-*"]
        self.expect(1, "test-server", server.url, *only, env=KEYS)
        report = self.report(server.url, *only, *self.profile("errors = text"), env=KEYS, status=0)
        self.assertTrue(all("relaxed" in case["reason"] for case in report["cases"]
                            if case["verdict"] == "info"))


if __name__ == "__main__":
    unittest.main()
