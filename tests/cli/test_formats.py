"""Formats: all of one run tell the same verdicts, and each is what its readers' schemas allow.

The schemas of SARIF and HAR themselves are asked in tests/page/schemas.js."""

import datetime
import html.parser
import json
import os
import re
import sys
import unittest
import xml.etree.ElementTree as xml

from harness import HERE, KEYS, VERDICTS, CommandLine

FORMATS = ["json", "junit", "tap", "html", "har", "sarif", "markdown", "text", "badge", "github"]
UNSIGNED = os.path.join(os.path.dirname(HERE), "clients", "odd", "unsigned.sh")
LOUD = ("fail", "xpass", "warn", "error", "inconclusive", "flaky", "xfail")


class Cases(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.verdicts = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "details" and attrs.get("class") == "case":
            self.verdicts[attrs["id"]] = attrs["data-verdict"]


def of_json(text):
    return {case["id"]: case["verdict"] for case in json.loads(text)["cases"]}


def of_junit(text):
    found = {}
    for case in xml.fromstring(text.encode()).iter("testcase"):
        output = case.findtext("system-out", "verdict: pass\n")
        found[case.get("name")] = re.match(r"verdict: (\w+)\n", output).group(1)
    return found


def of_tap(text):
    found, last = {}, None
    for line in text.splitlines():
        test = re.match(r"(not )?ok \d+ - (\S+)( # SKIP)?", line)
        if test:
            last = test.group(2)
            found[last] = "skip" if test.group(3) else "pass"
        verdict = re.match(r'  verdict: "(\w+)"', line)
        if verdict:
            found[last] = verdict.group(1)
    return found


def of_sarif(text):
    run = json.loads(text)["runs"][0]
    return {result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]:
            result["properties"]["verdict"] for result in run["results"]}


def of_har(text):
    return {page["id"]: page["comment"] for page in json.loads(text)["log"]["pages"]}


def counts(verdicts):
    return {name: list(verdicts.values()).count(name) for name in VERDICTS}


class Agree(CommandLine):
    def reports(self, command, status, *arguments):
        orders = [a for kind in FORMATS for a in ("-o", f"{kind}={kind}")]
        outcome = self.run_favspec(command, "-q", *orders, *arguments)
        self.assertEqual(status, outcome.status, str(outcome))
        return {kind: self.read(kind) for kind in FORMATS}

    def agree(self, reports):
        wanted = of_json(reports["json"])
        document = json.loads(reports["json"])
        self.assertEqual(wanted, of_junit(reports["junit"]))
        self.assertEqual(wanted, of_tap(reports["tap"]))
        self.assertEqual(wanted, Cases(reports["html"]).verdicts)
        with_exchanges = {c["id"]: c["verdict"] for c in document["cases"] if c["exchanges"]}
        self.assertEqual(with_exchanges, of_har(reports["har"]))
        self.assertEqual({i: v for i, v in wanted.items() if v in LOUD}, of_sarif(reports["sarif"]))
        bag = json.loads(reports["sarif"])["runs"][0]["properties"]
        self.assertEqual(document["summary"], bag)
        table = dict(re.findall(r"^\| (\w+) \| (\d+) \|$", reports["markdown"], re.M))
        self.assertEqual(document["summary"], {n: int(c) for n, c in table.items()})
        line = re.search(r"^planned .*$", reports["text"], re.M).group(0)
        named = {n: int(c) for n, c in re.findall(r"(\w+) (\d+)", line)}
        self.assertEqual({n: c for n, c in document["summary"].items() if c}, named)
        self.badge(reports["badge"], document)
        self.github(reports["github"], counts(wanted))

    def badge(self, text, document):
        badge, summary = json.loads(text), document["summary"]
        self.assertEqual({"schemaVersion", "label", "message", "color"}, set(badge))
        self.assertEqual(1, badge["schemaVersion"])
        failed = summary["fail"] + summary["xpass"]
        words = f"{failed} of {summary['planned']} fail" if failed else f"{summary['pass']} pass"
        self.assertTrue(badge["message"].startswith(words), badge)
        self.assertIn(badge["color"], ("red",) if failed else ("brightgreen", "yellowgreen"))

    def github(self, text, count):
        kinds = re.findall(r"^::(error|warning|notice) title=favspec \w+%3A [^:,]+::.+$", text, re.M)
        self.assertEqual(len(text.splitlines()), len(kinds), "nothing else stands there")
        self.assertEqual(min(10, count["fail"] + count["xpass"]), kinds.count("error"))
        self.assertEqual(min(10, count["warn"] + count["error"] + count["inconclusive"]),
                         kinds.count("warning"))

    def test_green(self):
        self.agree(self.reports("test-server", 0))

    def test_failing(self):
        reports = self.reports("test-server", 1, "--mutant", self.mutant())
        self.agree(reports)

    def test_baseline(self):
        case = json.loads(self.reports("test-server", 1, "--mutant", "id-rounded")["json"])
        failing = [c["id"] for c in case["cases"] if c["verdict"] == "fail"]
        day = datetime.date.today() + datetime.timedelta(days=30)
        self.write("baseline.ini", "".join(
            f"[{name}]\nreason = known\nissue = #1\nexpires = {day}\n" for name in failing))
        reports = self.reports("test-server", 0, "--mutant", "id-rounded", "--baseline",
                               "baseline.ini")
        self.assertEqual(len(failing), counts(of_json(reports["json"]))["xfail"])
        self.agree(reports)
        results = json.loads(reports["sarif"])["runs"][0]["results"]
        self.assertEqual(len(failing), sum(1 for r in results if r.get("suppressions")))

    def test_client(self):
        self.agree(self.reports("test-client", 1, "--only", "call/*", "--only", "entities/*",
                                "--", "sh", UNSIGNED))


class Schemas(CommandLine):
    """JUnit by the rules that the schemas of Jenkins (junit-10.xsd) and Surefire (3.0) share."""

    SUITE = {"name", "tests", "failures", "errors", "skipped", "time"}
    ORDER = ["failure", "flakyFailure", "skipped", "error", "system-out", "system-err"]
    TIME = re.compile(r"\d+\.\d{3}")

    def junit(self, *arguments):
        self.run_favspec(*arguments[:1], "-o", "junit=x.xml", "-o", "tap=x.tap", "-o",
                         "sarif=x.sarif", *arguments[1:])
        root = xml.fromstring(self.read("x.xml").encode())
        self.assertEqual("testsuites", root.tag)
        self.assertLessEqual(set(root.attrib), self.SUITE - {"skipped"})
        suites = list(root)
        self.assertEqual(["testsuite"], [s.tag for s in suites])
        self.assertEqual(self.SUITE, set(suites[0].attrib))
        children = [c.tag for c in suites[0]]
        self.assertEqual("properties", children[0])
        self.assertEqual({"testcase"}, set(children[1:]))
        for prop in suites[0][0]:
            self.assertEqual(("property", {"name", "value"}), (prop.tag, set(prop.attrib)))
        for case in suites[0][1:]:
            self.case(case)

    def case(self, case):
        self.assertEqual({"name", "classname", "time"}, set(case.attrib))
        self.assertRegex(case.get("time"), self.TIME)
        tags = [c.tag for c in case]
        self.assertEqual(sorted(tags, key=self.ORDER.index), tags, case.get("name"))
        self.assertEqual(len(set(tags)), len(tags), "each once")
        for child in case:
            allowed = {"failure": {"message", "type"}, "error": {"message", "type"},
                       "flakyFailure": {"message", "type"}, "skipped": {"message"}}
            self.assertEqual(allowed.get(child.tag, set()), set(child.attrib))
            inner = ["stackTrace"] if child.tag == "flakyFailure" else []
            self.assertEqual(inner, [c.tag for c in child])

    def test_server(self):
        self.junit("test-server", "--mutant", "id-rounded")
        self.tap()
        self.fingerprints()

    def test_client(self):
        self.junit("test-client", "--only", "call/*", "--", "sh", UNSIGNED)
        self.tap()

    def tap(self):
        """TAP 13, whose YAML blocks and directives TAP 14 reads the same."""
        lines = self.read("x.tap").splitlines()
        self.assertEqual("TAP version 13", lines[0])
        self.assertRegex(lines[1], r"^1\.\.\d+$")
        number, inside = 0, False
        for line in lines[2:]:
            if inside:
                self.assertRegex(line, r'^  (\.\.\.|[a-z]+: ".*")$')
                inside = line != "  ..."
            elif line == "  ---":
                inside = True
            elif not line.startswith("#"):
                number += 1
                self.assertRegex(line, rf"^(not )?ok {number} - \S+( # (SKIP|TODO) .*)?$")
        self.assertEqual(f"1..{number}", lines[1])
        self.assertFalse(inside)

    def fingerprints(self):
        """The same finding has the same fingerprint in the next run."""
        first = json.loads(self.read("x.sarif"))["runs"][0]
        self.run_favspec("test-server", "--mutant", "id-rounded", "-o", "sarif=y.sarif")
        second = json.loads(self.read("y.sarif"))["runs"][0]
        prints = [[(r["ruleId"], r["partialFingerprints"]["favspecCase/v1"]) for r in run["results"]]
                  for run in (first, second)]
        self.assertEqual(prints[0], prints[1])
        self.assertEqual(len(prints[0]), len(set(prints[0])))
        for result in first["results"]:
            self.assertEqual(result["ruleId"],
                             first["tool"]["driver"]["rules"][result["ruleIndex"]]["id"])


class Github(CommandLine):
    def test_annotations_there_and_only_there(self):
        for value, there in (("true", True), ("false", False), (None, False)):
            env = {"GITHUB_ACTIONS": value} if value else {}
            outcome = self.run_favspec("test-server", "--mutant", "id-rounded", "--only", "shape/*",
                                       "-o", "json=-", env=env)
            lines = [line for line in outcome.err.splitlines() if line.startswith("::")]
            self.assertEqual(there, bool(lines), value)
            self.assertEqual("favspec/report-1", outcome.json()["schema"])

    def test_nothing_of_the_subject_is_a_command(self):
        hostile = self.write("answer.py", HOSTILE_SERVER)
        url = self.serve(sys.executable, hostile)
        outcome = self.run_favspec("test-server", url, "-v", "-o", "text=-", "-o", "github=g",
                                   "--only", "shape/*", "--only", "errors/*", "--max-time", "30",
                                   env={"GITHUB_ACTIONS": "true", **KEYS})
        self.assertIn("set-output", outcome.out + outcome.err, "the bytes came that far")
        for text in (outcome.out, outcome.err, self.read("g")):
            for line in text.splitlines():
                if "::" in line[:3]:
                    self.assertRegex(line, r"^::(error|warning|notice) title=favspec \w+%3A [\w/-]+::")
                self.assertNotIn("##[", line)


HOSTILE_SERVER = r'''
import http.server
BODY = (b"\n::set-output name=x::y\r\n::error::pwned\n%0A::warning::x\n##[set-env]\n"
        b"\xe2\x80\xa8::error::x\xc2\x85::error::y\x0b::error::z\n::add-mask::")
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        self.send_response(200, "OK ::set-output")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)
    do_GET = do_POST = answer
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"READY http://127.0.0.1:{server.server_port}/1.1", flush=True)
server.serve_forever()
'''

if __name__ == "__main__":
    unittest.main()
