"""test-client: exit statuses, and commands that are not as one wishes."""

import json
import os
import re
import sys

from harness import ROOT, CommandLine, spellings

CLIENTS = os.path.join(ROOT, "tests", "clients")
PYTHON = os.environ.get("CLIENT_PYTHON", sys.executable)
RIGHT = [PYTHON, os.path.join(CLIENTS, "right.py")]
PLAIN = ["--only", "call/plain"]
CALL = f"{PYTHON} {os.path.join(CLIENTS, 'right.py')}"
LIE = f"{PYTHON} {os.path.join(CLIENTS, 'broken.py')} method-other"
CONNECT = ("import os, socket, urllib.parse as u; p = u.urlsplit(os.environ['FAVSPEC_BASE_URL']); "
           "socket.create_connection((p.hostname, p.port)); ")


def shell(script):
    return ["--", "sh", "-c", script]


class Client(CommandLine):
    def judge(self, status, *arguments, timeout=120):
        """Runs test-client; its JSON report."""
        outcome = self.run_favspec("test-client", "-o", "json=report.json", *arguments,
                                   timeout=timeout)
        self.assertEqual(status, outcome.status, f"{arguments}\n{outcome}")
        report = json.loads(self.read("report.json"))
        self.assertEqual("test-client", report["command"])
        self.assertEqual(status, report["exit_status"])
        return report

    def names(self, report, verdict="fail"):
        return sorted({c["reason"] for c in report["cases"] if c["verdict"] == verdict})

    # -- exit 3: no connection arrived, or every call ended in 126 or 127 -------------

    def test_useless_commands(self):
        for command in (["/nonexistent/command"], ["/etc/passwd"], ["false"], ["true"],
                        ["sh", "-c", "exit 127"], ["sh", "-c", "exit 126"],
                        ["sh", "-c", "kill -SEGV $$"]):
            report = self.judge(3, "--", *command)
            self.assertEqual([], self.names(report), f"{command} is accused")
            self.assertEqual([], self.names(report, "pass"), f"{command} is praised")

    def test_command_that_hangs_without_connecting(self):
        self.judge(3, "--timeout", "1", *shell("trap '' TERM INT HUP; while :; do sleep 1; done"))

    def test_127_after_a_request(self):
        self.assertEqual([], self.names(self.judge(4, *PLAIN, *shell(f"{CALL}; exit 127"))))
        self.assertEqual(["method-other"],
                         self.names(self.judge(1, *PLAIN, *shell(f"{LIE}; exit 127"))))

    def test_silent_in_the_first_scenario(self):
        """A request on the wire of a later one is judged, and so is the silence."""
        quiet = "[ $FAVSPEC_SCENARIO = call/plain ] && exit 1; "
        report = self.judge(1, "--only", "call/plain", "--only", "entities/true",
                            *shell(quiet + CALL))
        self.assertEqual(["request-missing"], self.names(report))

    # -- 77 ---------------------------------------------------------------------------

    def test_all_declined_is_not_green(self):
        report = self.judge(4, *shell("exit 77"))
        self.assertEqual({"skip"}, {c["verdict"] for c in report["cases"]})
        self.assertTrue(all("77" in c["reason"] for c in report["cases"]))

    def test_some_declined(self):
        report = self.judge(0, "--only", "call/plain", "--only", "entities/true",
                            *shell(f"[ $FAVSPEC_SCENARIO = call/plain ] && exit 77; {CALL}"))
        self.assertLess(0, report["summary"]["skip"])

    # -- signals, deadlines, output, what is left behind --------------------------------

    def test_signals(self):
        report = self.judge(1, *PLAIN, *shell(f"{CALL}; kill -SEGV $$"))
        self.assertEqual(["crashed"], self.names(report))
        report = self.judge(4, *PLAIN, "--", PYTHON, "-c", CONNECT + "os.abort()")
        self.assertEqual([], self.names(report))

    def test_connection_without_a_request(self):
        self.assertEqual(["request-missing"],
                         self.names(self.judge(1, *PLAIN, "--", PYTHON, "-c", CONNECT)))

    def test_hangs(self):
        report = self.judge(1, "--timeout", "4", *PLAIN, *shell(f"{CALL}; sleep 600"))
        self.assertEqual(["hung"], self.names(report))

    def test_slow_once(self):
        """What was too slow once, and not again, does not hang."""
        report = self.judge(0, "--timeout", "4", *PLAIN,
                            *shell(f"[ -e slow ] || {{ : >slow; sleep 600; }}; {CALL}"))
        self.assertEqual([], self.names(report))
        self.assertTrue(os.path.exists(self.path("slow")))

    def test_silent_once(self):
        script = f"[ $FAVSPEC_SCENARIO = call/plain ] || [ -e gone ] || {{ : >gone; exit 1; }}; {CALL}"
        report = self.judge(0, *PLAIN, "--only", "entities/true", *shell(script))
        self.assertEqual([], self.names(report))
        self.assertTrue(os.path.exists(self.path("gone")))

    def test_background_children(self):
        self.judge(0, *PLAIN, *shell(f"sleep 600 & {CALL}"))
        self.judge(0, *PLAIN, *shell(f"(cat /dev/zero &); {CALL}"))

    def test_endless_output(self):
        self.judge(0, *PLAIN, *shell(f"head -c 100000000 /dev/zero; {CALL}"))

    # -- options ------------------------------------------------------------------------

    def test_lenient(self):
        old = [PYTHON, os.path.join(CLIENTS, "broken.py"), "oauth-parameter-unknown-value"]
        name = "oauth-parameter-unknown-value"
        self.assertEqual([name], self.names(self.judge(1, *PLAIN, "--", *old)))
        report = self.judge(0, *PLAIN, "--lenient", "--", *old)
        self.assertEqual([name], self.names(report, "warn"))
        self.judge(1, *PLAIN, "--lenient", "--strict", "--", *old)

    def test_name_and_tls(self):
        for options in (["--name", "localhost"], ["--tls"], ["--tls", "--name", "localhost"]):
            self.judge(0, *PLAIN, *options, "--", *RIGHT)

    def test_arguments(self):
        """Placeholders, in an argument and several to one; no secret among them."""
        words = "{base_url} {consumer_key} {token} {id} [{include_entities}] {scenario} {other}"
        self.expect(3, "test-client", "--only", "entities/true", "--", "sh", "-c",
                    'printf "%s\\n" "$1" >said; env >env', "sh", words, timeout=60)
        said = self.read("said").split()
        env = dict(line.split("=", 1) for line in self.read("env").splitlines() if "=" in line)
        self.assertEqual([env["FAVSPEC_" + n] for n in
                          ("BASE_URL", "CONSUMER_KEY", "TOKEN", "STATUS_ID")], said[:4])
        self.assertEqual(["[true]", "entities/true", "{other}"], said[4:])
        self.assertTrue(re.fullmatch(r"http://127\.0\.0\.1:\d+/1\.1", said[0]), said[0])

    def test_secrets(self):
        """What the client prints and sends is hidden: its secrets are those of the scenario."""
        script = f"env | tee env; {PYTHON} {CLIENTS}/broken.py secret-leaked"
        kinds = ["json", "junit", "tap", "html", "har", "sarif", "markdown"]
        outcome = self.run_favspec("test-client", "-v", *PLAIN,
                                   *[a for k in kinds for a in ("-o", f"{k}=out/{k}")],
                                   *shell(script), timeout=120)
        self.assertEqual(1, outcome.status, str(outcome))
        env = dict(line.split("=", 1) for line in self.read("env").splitlines() if "=" in line)
        texts = {"output": outcome.raw}
        for kind in kinds:
            with open(self.path(f"out/{kind}"), "rb") as file:
                texts[kind] = file.read()
        for name in ("FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
            for where, text in texts.items():
                for spelled in spellings(env[name]):
                    self.assertNotIn(spelled, text, f"{name} in {where}")

    def test_list(self):
        ids = self.expect(0, "test-client", "--list").out.split()
        self.assertLessEqual(60, len(ids))
        self.assertEqual(len(ids), len(set(ids)))
        some = self.expect(0, "test-client", "--list", "--only", "id/*", "--skip", "id/one").out
        self.assertEqual([i for i in ids if i.startswith("id/") and i != "id/one"], some.split())
