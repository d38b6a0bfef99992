"""Secrets: in no output, in no encoding, whatever the verdict."""

import base64
import hashlib
import html
import json
import os
import re
import time
import unittest
import urllib.parse

from harness import KEYS, CommandLine, spellings
from meddle import Meddled

SECRETS = [KEYS["FAVSPEC_CONSUMER_SECRET"], KEYS["FAVSPEC_TOKEN_SECRET"]]
KINDS = ["json", "junit", "tap", "html", "har", "sarif", "markdown"]
ACTS = ["test-server", "--timeout", "5", "--effect-timeout", "0.5"]


def planted(secret):
    """A secret as a careless server may repeat it."""
    once = urllib.parse.quote(secret, safe="-._~")
    lower = re.sub("%..", lambda found: found.group().lower(), once)
    yield from (secret, once, lower, urllib.parse.quote(once, safe=""),
                urllib.parse.quote_plus(secret), secret.encode().hex(),
                secret.encode().hex().upper(), json.dumps(secret),
                json.dumps(secret).replace("/", "\\/"), html.escape(secret),
                secret.replace("&", "&amp;").replace("'", "&#39;"))
    for before in ("", "u:", "me:"):
        yield base64.b64encode(f"{before}{secret}:z".encode()).decode()


class Secrets(CommandLine):
    def assert_no_secret(self, data, where, also=()):
        for secret in SECRETS:
            for spelled in spellings(secret):
                self.assertNotIn(spelled, data, f"a secret in {where}, as {spelled!r}")
        for value in also:
            self.assertNotIn(value.encode(), data, f"{value} in {where}")

    def everything(self, url, *arguments):
        reports = [a for kind in KINDS for a in ("-o", f"{kind}=out/{kind}")]
        outcome = self.run_favspec(*ACTS, url, "-v", *arguments, *reports, env=KEYS, timeout=110)
        self.assertIn(outcome.status, (0, 1, 4), str(outcome))
        found = {"output": outcome.raw}
        for name in sorted(os.listdir(self.path("out"))):
            with open(self.path(f"out/{name}"), "rb") as file:
                found[name] = file.read()
        return found

    def test_honest_server(self):
        for where, data in self.everything(self.foreign()).items():
            self.assert_no_secret(data, where, also=[KEYS["FAVSPEC_TOKEN"]])

    def test_server_that_tells_the_key(self):
        for where, data in self.everything(self.foreign("--defect", "secret-told")).items():
            self.assert_no_secret(data, where)

    def test_shown_on_request_but_for_the_secrets(self):
        url = self.foreign()
        found = self.everything(url, "--show-secrets", "--only", self.case_ids()[0])
        for where, data in found.items():
            self.assert_no_secret(data, where)
        self.assertIn(KEYS["FAVSPEC_TOKEN"].encode(), found["json"])

    def test_signatures_are_masked(self):
        url = self.foreign()
        self.everything(url, "--only", self.case_ids()[0])
        report = json.loads(self.read("out/json"))
        for exchange in report["exchanges"]:
            self.assertNotRegex(exchange["request"],
                                r'oauth_signature="?[A-Za-z0-9+/]{20,}(%3D|=)')

    def test_sign_and_explain(self):
        url = "http://127.0.0.1:8080/1.1/favorites/destroy.json"
        outcome = self.expect(0, "sign", "POST", url, "id=1", env=KEYS)
        self.assert_no_secret(outcome.raw, "sign")
        signed = self.expect(0, "sign", "--json", "POST", url, "id=1", env=KEYS).json()
        self.write("request", f"POST /1.1/favorites/destroy.json HTTP/1.1\r\n"
                   f"Host: 127.0.0.1:8080\r\nAuthorization: {signed['authorization']}\r\n"
                   "Content-Type: application/x-www-form-urlencoded\r\n"
                   "Content-Length: 4\r\n\r\nid=2")
        outcome = self.run_favspec("explain", "--scheme", "http", "request", env=KEYS)
        self.assertIn(outcome.status, (1, 4), str(outcome))
        self.assert_no_secret(outcome.raw, "explain")

    def test_ledger(self):
        url = self.foreign("--latency", "30")
        process = self.begin(*ACTS, url, env=KEYS)
        for _ in range(2000):
            if os.path.exists(self.path("favspec.ledger")) or process.poll() is not None:
                break
            time.sleep(0.005)
        self.assertTrue(os.path.exists(self.path("favspec.ledger")), "no ledger was seen")
        with open(self.path("favspec.ledger"), "rb") as file:
            self.assert_no_secret(file.read(), "the ledger")
        process.kill()

    def test_server_that_repeats_secrets_in_every_spelling(self):
        """In bodies and header fields, on success and on refusal."""
        spelled = [text.encode() for secret in SECRETS for text in planted(secret)]

        def decide(_number, request):
            answer = server.service.answer(request)
            for number, text in enumerate(spelled):
                answer.fields.append((f"x-debug-{number}", text.decode("latin-1")))
            if answer.status >= 400:
                answer.body = json.dumps({"errors": [{"code": 32, "message": b" ".join(
                    spelled).decode("latin-1")}]}).encode()
            return answer

        server = Meddled(decide)
        self.addCleanup(server.stop)
        for where, data in self.everything(server.url, "--only", "signature/for-*", "--only",
                                           "errors/*", "--only", "id/in-*").items():
            self.assert_no_secret(data, where)

    def test_server_that_refuses_all_and_repeats_secrets(self):
        """Nothing is run then: what the server said stands in a note and in doctor's line."""
        said = [b""]

        def decide(_number, request):
            answer = server.service.answer(request)
            answer.status = 401
            answer.body = said[0]
            return answer

        server = Meddled(decide)
        self.addCleanup(server.stop)
        for secret in SECRETS:
            escaped = "".join(f"\\u{ord(c):04x}" for c in secret)
            for text in ([json.dumps({"errors": [{"code": 32, "message": secret}]}),
                          '{"errors":[{"code":32,"message":"%s"}]}' % escaped]
                         + ["x" * n + secret for n in (140, 150, 155)]):
                said[0] = text.encode()
                with self.subTest(text=text):
                    outcome = self.expect(3, *ACTS, server.url, "-o", "json=r", "-o", "html=h",
                                          env=KEYS)
                    doctor = self.expect(3, "doctor", server.url, env=KEYS)
                    for data in (outcome.raw, doctor.raw, self.read("r").encode(),
                                 self.read("h").encode()):
                        self.assert_no_secret(data, "the note")
                        self.assertNotIn(b"x" + secret[:5].encode(), data, "half a secret")

    def test_secrets_in_a_url(self):
        for url in ("http://me:hushHush77@127.0.0.1:9/1.1", "http://127.0.0.1:9/1.1?k=hushHush77",
                    "http://127.0.0.1:9/1.1#hushHush77", "https://hushHush77@api.x.com/1.1",
                    "hushHush77@127.0.0.1", "ftp://a:hushHush77@b@c/"):
            for command in (["test-server", url], ["doctor", url], ["test-server", "--dry-run", url],
                            ["replay", "--url", url, "id/in-query"]):
                outcome = self.run_favspec(*command, env=KEYS)
                self.assertNotIn(b"hushHush77", outcome.raw, command)

    def test_secrets_of_a_proxy(self):
        server = Meddled()
        self.addCleanup(server.stop)
        for proxy in ("http://me:hushHush77@127.0.0.1:9", "me:hushHush77@127.0.0.1:9",
                      "nonsense://me:hushHush77@x"):
            outcome = self.run_favspec("test-server", server.url, "-v", "-x", proxy,
                                       "-o", "json=report.json", env=KEYS)
            self.assertNotEqual(0, outcome.status)
            self.assertNotIn(b"hushHush77", outcome.raw)
            if os.path.exists(self.path("report.json")):
                self.assertNotIn("hushHush77", self.read("report.json"))

    def test_secrets_in_a_configuration_file(self):
        for text in ("consumer_sekret = hushHush77\n", "hushHush77\n", "[hushHush77\n",
                     "token_secret = hushHush77\nurl = nowhere\n",
                     "[profile]\ncreate = hushHush77/x\n"):
            self.write("c.ini", text)
            outcome = self.run_favspec("test-server", "--config", "c.ini", env=KEYS)
            self.assertEqual(2, outcome.status, str(outcome))
            if "create" not in text:
                self.assertNotIn(b"hushHush77", outcome.raw, text)

    def test_spellings_find_what_they_should(self):
        """The detector itself: each of these texts holds the secret."""
        secret = SECRETS[0]
        for text in (secret, urllib.parse.quote(secret, safe=""), secret.encode().hex(),
                     base64.b64encode(b"x" + secret.encode() + b"y").decode()):
            self.assertTrue(any(s in text.encode() for s in spellings(secret)), text)
        harmless = hashlib.sha256(secret.encode()).hexdigest().encode()
        self.assertFalse(any(s in harmless for s in spellings(secret)))


if __name__ == "__main__":
    unittest.main()
