"""Reports: the JSON as promised, formats that their readers can read, disks that are full."""

import html.parser
import json
import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as xml

from harness import FAVSPEC, KEYS, VERDICTS, CommandLine, clean_environment

TOP = {"schema": str, "tool": dict, "command": str, "target": dict, "started": str,
       "duration_ms": int, "summary": dict, "exit_status": int, "cases": list,
       "exchanges": list}
CASE = {"id": str, "title": str, "requirements": list, "verdict": str, "reason": str,
        "expected": str, "got": str, "hint": str, "duration_ms": int, "exchanges": list}
FORMATS = ["json", "junit", "tap", "html", "har", "sarif", "markdown"]


class Json(CommandLine):
    def assert_members(self, value, members, where):
        for name, kind in members.items():
            self.assertIn(name, value, where)
            self.assertIs(type(value[name]), kind, f"{where}: {name}")

    def check(self, report):
        self.assert_members(report, TOP, "report")
        self.assertEqual("favspec/report-1", report["schema"])
        self.assertEqual("favspec", report["tool"]["name"])
        self.assertRegex(report["tool"]["version"], r"^\d+\.\d+\.\d+")
        self.assertRegex(report["started"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assert_members(report["target"], {"url": str, "profile": str}, "target")
        summary = report["summary"]
        self.assertEqual({"planned", *VERDICTS}, set(summary))
        for verdict in VERDICTS:
            count = sum(1 for case in report["cases"] if case["verdict"] == verdict)
            self.assertEqual(summary[verdict], count, verdict)
        for case in report["cases"]:
            self.check_case(case, len(report["exchanges"]))
        for exchange in report["exchanges"]:
            self.assert_members(exchange, {"request": str, "response": str, "duration_ms": int},
                                "exchange")

    def check_case(self, case, exchanges):
        self.assert_members(case, CASE, case["id"])
        self.assertIn(case["verdict"], VERDICTS)
        self.assertTrue(case["requirements"], case["id"])
        for requirement in case["requirements"]:
            self.assert_members(requirement, {"id": str, "level": str, "source": str}, case["id"])
            self.assertIn(requirement["level"], ("MUST", "SHOULD", "MAY"))
        for index in case["exchanges"]:
            self.assertIn(index, range(exchanges))
        if case["verdict"] in ("fail", "warn"):
            self.assertTrue(case["expected"] or case["reason"], case["id"])

    def test_embedded(self):
        report = self.report(status=0)
        self.check(report)
        self.assertEqual("test-server", report["command"])
        self.assertEqual(0, report["exit_status"])
        summary = report["summary"]
        self.assertEqual(summary["planned"], len(report["cases"]))
        self.assertEqual(summary["planned"], summary["pass"] + summary["info"])
        ids = [case["id"] for case in report["cases"]]
        self.assertEqual(len(ids), len(set(ids)))

    def test_mutant(self):
        report = self.report("--mutant", self.mutant(), status=1)
        self.check(report)
        self.assertGreater(report["summary"]["fail"], 0)
        self.assertEqual(1, report["exit_status"])

    def test_stdout_holds_the_report_alone(self):
        one = self.case_ids()[0]
        outcome = self.expect(0, "test-server", "--only", one, "-o", "json=-")
        self.check(outcome.json())

    def test_diff(self):
        one = self.case_ids()[0]
        new = self.report("--only", one, status=0)
        old = json.loads(json.dumps(new))
        self.write("same.json", json.dumps(old))
        self.expect(0, "diff", "same.json", "report.json")
        old["cases"][0]["verdict"] = "fail"
        self.write("worse.json", json.dumps(old))
        self.expect(1, "diff", "report.json", "worse.json")
        better = self.expect(16, "diff", "worse.json", "report.json")
        self.assertIn(one, better.out)
        self.write("other.json", '{"schema": "something/else"}')
        self.expect(2, "diff", "other.json", "report.json")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            assert not name.startswith("on") or tag != "img", (tag, name)
            assert not (name in ("src", "href") and re.match("(https?:)?//", value or "")), value


class Formats(CommandLine):
    def all_reports(self, *arguments):
        reports = [a for kind in FORMATS for a in ("-o", f"{kind}=deep/er/{kind}")]
        outcome = self.run_favspec("test-server", *arguments, *reports)
        self.assertEqual(sorted(FORMATS), sorted(os.listdir(self.path("deep/er"))),
                         f"reports, and nothing left over\n{outcome}")
        return json.loads(self.read("deep/er/json"))

    def test_all_tell_the_same(self):
        for arguments in ([], ["--mutant", self.mutant()]):
            with self.subTest(arguments=arguments):
                report = self.all_reports(*arguments)
                self.junit(report)
                self.tap(report)
                self.other(report)

    def junit(self, report):
        root = xml.fromstring(self.read("deep/er/junit").encode())
        cases = list(root.iter("testcase"))
        self.assertEqual(len(report["cases"]), len(cases))
        summary = report["summary"]
        self.assertEqual(summary["fail"] + summary["xpass"], len(list(root.iter("failure"))))
        self.assertGreaterEqual(len(list(root.iter("skipped"))), summary["skip"])

    def tap(self, report):
        lines = self.read("deep/er/tap").splitlines()
        plan = [line for line in lines if re.match(r"1\.\.\d+", line)]
        self.assertEqual([f"1..{len(report['cases'])}"], [line.split()[0] for line in plan])
        tests = [re.match(r"(not )?ok (\d+)", line) for line in lines]
        numbers = [int(t.group(2)) for t in tests if t]
        self.assertEqual(list(range(1, len(report["cases"]) + 1)), numbers)

    def other(self, report):
        self.assertEqual("2.1.0", json.loads(self.read("deep/er/sarif"))["version"])
        har = json.loads(self.read("deep/er/har"))["log"]
        self.assertEqual("1.2", har["version"])
        self.assertGreater(len(har["entries"]), 0)
        page = Page()
        page.feed(self.read("deep/er/html"))
        self.assertIn("html", page.tags)
        self.assertNotEqual("", self.read("deep/er/markdown").strip())
        failed = [c["id"] for c in report["cases"] if c["verdict"] == "fail"]
        for kind in ("markdown", "html", "junit", "tap", "sarif"):
            text = self.read(f"deep/er/{kind}")
            for name in failed:
                self.assertIn(name, text, kind)


class Unwritable(CommandLine):
    def test_exit_70(self):
        one = self.case_ids()[0]
        self.write("file", "")
        rows = [f"{kind}=/dev/full" for kind in FORMATS]
        rows += ["json=file/report.json", "json=/proc/favspec/report.json", "junit=."]
        for row in rows:
            with self.subTest(report=row):
                outcome = self.run_favspec("test-server", "--only", one, "-o", row)
                self.assertEqual(70, outcome.status, str(outcome))
                self.assertIn(row.split("=")[1], outcome.err)

    def test_full_stdout(self):
        one = self.case_ids()[0]
        with open("/dev/full", "w", encoding="ascii") as full:
            done = subprocess.run([FAVSPEC, "test-server", "--only", one, "-o", "json=-"],
                                  env=clean_environment(), cwd=self.folder, stdout=full,
                                  stderr=subprocess.PIPE, check=False, timeout=60)
        self.assertEqual(70, done.returncode, done.stderr)

    def test_an_old_report_survives(self):
        self.write("report.json", "old")
        self.expect(2, "test-server", "--only", "zzz*", "-o", "json=report.json")
        self.assertEqual("old", self.read("report.json"))


class Terminal(CommandLine):
    def test_no_colour_unless_asked(self):
        one = self.case_ids()[0]
        for arguments, coloured in (([], False), (["--color", "never"], False),
                                    (["--color", "always"], True)):
            with self.subTest(arguments=arguments):
                outcome = self.expect(0, "test-server", "--only", one, *arguments)
                self.assertEqual(coloured, "\x1b[" in outcome.out + outcome.err)

    def test_quiet(self):
        outcome = self.expect(0, "test-server", "--only", self.case_ids()[0], "-q")
        self.assertEqual("", outcome.err)

    def test_dry_run_sends_nothing(self):
        url = "http://127.0.0.1:9/1.1"
        outcome = self.expect(0, "test-server", url, "--dry-run", env=KEYS)
        self.assertIn("/favorites/destroy.json", outcome.out)


if __name__ == "__main__":
    unittest.main()
