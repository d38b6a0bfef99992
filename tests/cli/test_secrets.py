"""Secrets: in no output, in no encoding, whatever the verdict."""

import base64
import hashlib
import json
import os
import time
import unittest
import urllib.parse

from harness import KEYS, CommandLine, spellings

SECRETS = [KEYS["FAVSPEC_CONSUMER_SECRET"], KEYS["FAVSPEC_TOKEN_SECRET"]]
KINDS = ["json", "junit", "tap", "html", "har", "sarif", "markdown"]
ACTS = ["test-server", "--timeout", "5", "--effect-timeout", "0.5"]


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
