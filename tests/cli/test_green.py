"""No false green: what was not tested, or proves nothing, never ends in 0."""

import datetime
import json
import os
import threading
import unittest

from harness import KEYS, CommandLine
from http1 import Answer
from meddle import Meddled, page

SIGNED = ["--only", "signature/*", "--only", "authentication/*"]
ALONE = ("show", "list", "create", "verify")


class Green(CommandLine):
    def server(self, *arguments, **more):
        server = Meddled(*arguments, **more)
        self.addCleanup(server.stop)
        return server

    def judged(self, server, *arguments, status, timeout=120):
        if os.path.exists(self.path("report.json")):
            os.unlink(self.path("report.json"))
        report = self.report(server.url, *arguments, "--ledger", f"ledger.{server.port}",
                             env=KEYS, timeout=timeout)
        wanted = status if isinstance(status, tuple) else (status,)
        self.assertIn(report["exit_status"], wanted, report["summary"])
        return report


class Nothing(Green):
    def test_nothing_selected(self):
        one = self.case_ids()[0]
        self.expect(4, "test-server", "--only", one, "--skip", one)
        self.expect(4, "test-server", "--as-of", "0.0.1")
        self.expect(2, "test-server", "--only", "")
        self.expect(2, "test-server", "--only", "no/such-case")

    def test_no_url_where_one_is_meant(self):
        """A variable that is empty must not turn a test of mine into one of favspec."""
        for arguments, env in ((["test-server", ""], {}), (["test-server"], {"FAVSPEC_URL": ""}),
                               (["doctor", ""], {}), (["replay", "--url", "", "id/in-query"], {})):
            self.expect(2, *arguments, env={**KEYS, **env})
        self.write("p.ini", "[profile]\npreset = gnusocial\n")
        self.expect(2, "test-server", "--config", "p.ini", says="URL")
        self.write("u.ini", "url =\n")
        self.expect(2, "test-server", "--config", "u.ini")

    def test_check_is_not_told_to_run_less(self):
        report = self.report(env={"CK_RUN_CASE": "none", "CK_RUN_SUITE": "none",
                                  "CK_INCLUDE_TAGS": "none", "CK_EXCLUDE_TAGS": "x",
                                  "CK_DEFAULT_TIMEOUT": "0"}, status=0)
        self.assertEqual(len(self.case_ids()), report["summary"]["pass"]
                         + report["summary"]["info"])

    def test_all_skipped(self):
        server = self.server(missing=ALONE, liked=False)
        report = self.judged(server, "--only", "id/in-query", "--only", "id/in-form", status=4)
        self.assertEqual(report["summary"]["planned"], report["summary"]["skip"])

    def test_no_golden_documents(self):
        os.mkdir(self.path("empty"))
        self.expect(2, "test-server", "--golden", "empty")


class Unproven(Green):
    def test_status_never_liked(self):
        """Companions refuse every like: no control can succeed."""
        def decide(_number, request):
            return page(403, b"{}") if b"create" in request.path else None

        report = self.judged(self.server(decide, liked=False), *SIGNED, status=4)
        self.assertEqual(0, report["summary"]["fail"])
        self.assertEqual(0, report["summary"]["pass"])

    def test_status_never_liked_and_no_companion(self):
        """Each refusal is told from the answer alone, and yet nothing was ever accepted."""
        report = self.judged(self.server(missing=ALONE, liked=False), status=4)
        self.assertEqual(0, report["summary"]["fail"])
        self.assertGreater(report["summary"]["pass"], 200)

    def test_answers_alone_suffice(self):
        report = self.judged(self.server(missing=ALONE), status=0)
        self.assertEqual(0, report["summary"]["fail"])
        self.assertGreater(report["summary"]["pass"], 250)
        report = self.judged(self.server(missing=ALONE, wrong="signature-unchecked".__eq__),
                             status=1)
        self.assertGreater(report["summary"]["fail"], 50)
        report = self.judged(self.server(missing=ALONE[:2] + ALONE[3:]), status=0)
        self.assertGreater(report["summary"]["pass"], 400)

    def test_credentials_refused_for_every_case(self):
        """All negative cases "pass" where everybody is refused."""
        refusal = Answer(401, b'{"errors":[{"code":32,"message":"Could not authenticate you."}]}')
        self.judged(self.server(lambda *_: refusal), status=3)

        def but_for_readers(_number, request):
            return None if request.method == "GET" and b"destroy" not in request.path else refusal

        report = self.judged(self.server(but_for_readers), *SIGNED, status=(1, 4))
        self.assertEqual(0, report["summary"]["pass"])

    def test_credentials_refused_from_the_middle_on(self):
        refusal = Answer(401, b'{"errors":[{"code":89,"message":"Invalid or expired token."}]}')
        server = self.server(lambda number, _request: refusal if number > 100 else None)
        report = self.judged(server, "--only", "signature/*", status=4)
        self.assertEqual(0, report["summary"]["fail"])
        self.assertGreater(report["summary"]["inconclusive"], 20)

    def test_page_of_a_proxy_for_a_refusal(self):
        for status in (400, 401, 403, 404, 407, 502, 503):
            with self.subTest(status=status):
                html = page(status)
                self.judged(self.server(lambda *_, html=html: html), status=(1, 3, 4))
                server = self.server(lambda number, _, html=html: html if number > 60 else None)
                report = self.judged(server, *SIGNED, status=(1, 4))
                self.assertLess(report["summary"]["pass"], 20)

    def test_firewall_that_answers_bad_requests(self):
        """A page in place of the server's refusal is found where refusals are read."""
        def decide(_number, request):
            known = b"oauth_signature" in request.first(b"authorization")
            return None if known else page(403)

        self.judged(self.server(decide), "--only", "authentication/nobody*", status=1)

    def test_proxy_that_wants_credentials(self):
        def decide(_number, request):
            return page(407) if b"%27" in request.query or b"%25" in request.query else None

        report = self.judged(self.server(decide), "--only", "id/wildcard", "--only",
                             "id/in-single-quotes", status=4)
        self.assertIn("proxy", report["cases"][0]["reason"])

    def test_everything_is_200(self):
        document = json.dumps({"id": 1}).encode()
        self.judged(self.server(lambda *_: Answer(200, document)), status=1)

    def test_another_base_url(self):
        """The path does not exist: neither all skipped nor all refused is a success."""
        server = self.server()
        server.url = server.url.replace("/1.1", "/2")
        report = self.judged(server, status=1)
        self.assertGreater(report["summary"]["fail"], 50)

    def test_redirected_everywhere(self):
        moved = Answer(301, b"", fields=[("location", "https://127.0.0.1:9/")])
        self.judged(self.server(lambda *_: moved), status=(1, 3))


class Halfway(Green):
    def test_subject_died_in_the_middle(self):
        stopped = []

        def decide(number, _request):
            if number > 200 and not stopped:
                stopped.append(number)
                threading.Thread(target=server.stop).start()
            return None

        server = self.server(decide)
        report = self.judged(server, "--connect-timeout", "1", status=4, timeout=240)
        self.assertGreater(report["summary"]["error"], 0)
        self.assertEqual(0, report["summary"]["fail"])

    def test_report_cut_short(self):
        new = self.report("--only", "id/in-*", status=0)
        with open(self.path("report.json"), "rb") as file:
            data = file.read()
        for part in (1, 2, 3):
            with open(self.path("cut.json"), "wb") as file:
                file.write(data[: len(data) * part // 4])
            self.expect(2, "diff", "report.json", "cut.json", says="cut.json")
            self.expect(2, "diff", "cut.json", "report.json", says="cut.json")
        self.write("empty.json", "")
        self.expect(2, "diff", "report.json", "empty.json")
        new["cases"].pop()
        self.write("part.json", json.dumps(new))
        self.expect(1, "diff", "report.json", "part.json")
        outcome = self.expect(1, "diff", "part.json", "part.json")
        self.assertIn("part.json", outcome.out + outcome.err)

    def test_report_of_an_interrupted_run_is_no_good_one(self):
        new = self.report("--only", "id/in-*", status=0)
        new["exit_status"] = 130
        self.write("stopped.json", json.dumps(new))
        self.expect(1, "diff", "report.json", "stopped.json")


class Baselined(Green):
    def entry(self, name, days=30):
        date = datetime.date.today() + datetime.timedelta(days=days)
        return f"[{name}]\nreason = known\nissue = #1\nexpires = {date.isoformat()}\n"

    def test_unknown_id(self):
        self.write("known", self.entry("id/in-qery"))
        self.expect(2, "test-server", "--baseline", "known", says="id/in-qery")

    def test_stale(self):
        self.write("known", self.entry("id/in-query"))
        self.expect(1, "test-server", "--only", "id/in-*", "--baseline", "known")

    def test_expired(self):
        mutant = self.mutant()
        run = ["test-server", "--mutant", mutant, "--baseline", "known"]
        failed = [case["id"] for case in self.report("--mutant", mutant, status=1)["cases"]
                  if case["verdict"] == "fail"]
        self.write("known", "".join(self.entry(name) for name in failed))
        self.expect(0, *run)
        self.write("known", "".join(self.entry(name, -1) for name in failed))
        self.expect(1, *run)
        self.write("known", "".join(self.entry(name) for name in failed[1:]))
        self.expect(1, *run)

    def test_an_error_is_no_known_failure(self):
        """What could not be judged is not excused by a baseline."""
        server = self.server(lambda number, _: page(503) if number > 12 else None)
        report = self.judged(server, "--only", "signature/for-*", status=(1, 4))
        self.write("known", "".join(self.entry(case["id"]) for case in report["cases"]))
        server = self.server(lambda number, _: page(503) if number > 12 else None)
        self.judged(server, "--only", "signature/for-*", "--baseline", "known", status=(1, 4))


if __name__ == "__main__":
    unittest.main()
