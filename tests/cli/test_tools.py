"""sign, explain, lint, list, serve, replay and doctor, against published values."""

import base64
import json
import os
import signal
import unittest
import urllib.request

from harness import KEYS, ROOT, CommandLine

# The documentation's page "Creating a signature"; its key and secrets are public.
TWITTER = {
    "FAVSPEC_CONSUMER_KEY": "xvz1evFS4wEEPTGEFPHBog",
    "FAVSPEC_CONSUMER_SECRET": "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    "FAVSPEC_TOKEN": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "FAVSPEC_TOKEN_SECRET": "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
}
SIGNED = ["--nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", "--timestamp", "1318622958",
          "--json", "--data", "status=Hello Ladies + Gentlemen, a signed OAuth request!", "POST"]


class Sign(CommandLine):
    def test_published_signature(self):
        url = "https://api.twitter.com/1.1/statuses/update.json?include_entities=true"
        signed = self.expect(0, "sign", *SIGNED, url, env=TWITTER).json()
        self.assertEqual({"parameter_string", "base_string", "signature", "authorization",
                          "curl"}, set(signed))
        self.assertEqual("hCtSmYh+iHYCEqBWrE7C7hYmtUk=", signed["signature"])
        self.assertIn('oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"',
                      signed["authorization"])
        self.assertTrue(signed["base_string"].startswith("POST&https%3A%2F%2Fapi.twitter.com%2F"))

    def test_published_signature_of_the_new_host(self):
        url = "https://api.x.com/1.1/statuses/update.json?include_entities=true"
        signed = self.expect(0, "sign", *SIGNED, url, env=TWITTER).json()
        self.assertEqual("Ls93hJiZbQ3akF3HF3x1Bz8/zU4=", signed["signature"])

    def test_variants(self):
        url = "http://127.0.0.1:3000/1.1/favorites/destroy.json"
        plain = self.expect(0, "sign", "--json", "POST", url, "id=1", env=KEYS).json()
        self.assertIn("oauth_version%3D1.0", plain["base_string"])
        bare = self.expect(0, "sign", "--json", "--no-version", "--no-token", "POST", url, "id=1",
                           env=KEYS).json()
        self.assertNotIn("oauth_version", bare["base_string"])
        self.assertNotIn("oauth_token", bare["base_string"])
        self.assertEqual(20, len(base64.b64decode(bare["signature"])))

    def test_data_is_literal(self):
        signed = self.expect(0, "sign", "--json", "--data", "a=b=c%20+&", "POST",
                             "http://127.0.0.1/x", env=KEYS).json()
        self.assertIn("a=b%3Dc%2520%2B%26", signed["parameter_string"])


class Explain(CommandLine):
    def request(self, target, body, **changes):
        url = "http://127.0.0.1:3000" + target
        signed = self.expect(0, "sign", "--json", "POST", url, *changes.get("data", []),
                             env=KEYS).json()
        kind = "Content-Type: application/x-www-form-urlencoded\r\n" if body else ""
        self.write("request", f"POST {changes.get('sent', target)} HTTP/1.1\r\n"
                   f"Host: 127.0.0.1:3000\r\nAuthorization: {signed['authorization']}\r\n{kind}"
                   f"Content-Length: {len(body)}\r\n\r\n{body}")

    def explain(self, status):
        outcome = self.expect(status, "explain", "--json", "--scheme", "http", "request",
                              env=KEYS)
        return outcome.json()

    def test_right(self):
        self.request("/1.1/favorites/destroy.json", "id=1", data=["id=1"])
        found = self.explain(0)
        self.assertIs(found["valid"], True)
        self.assertEqual([], found["mistakes"])

    def test_body_missing(self):
        self.request("/1.1/favorites/destroy.json", "id=1")
        found = self.explain(1)
        self.assertEqual((False, ["body-missing"]), (found["valid"], found["mistakes"]))

    def test_query_missing(self):
        path = "/1.1/favorites/destroy.json"
        self.request(path, "", sent=path + "?id=1")
        self.assertEqual(["query-missing"], self.explain(1)["mistakes"])

    def test_no_header(self):
        self.write("request", "POST /1.1/favorites/destroy.json?id=1 HTTP/1.1\r\n"
                   "Host: 127.0.0.1:3000\r\nContent-Length: 0\r\n\r\n")
        self.assertEqual(["authorization-missing"], self.explain(1)["mistakes"])

    def test_unexplained(self):
        self.request("/1.1/favorites/destroy.json", "id=1", data=["id=1"])
        wrong = {**KEYS, "FAVSPEC_TOKEN_SECRET": "another"}
        outcome = self.run_favspec("explain", "--scheme", "http", "request", env=wrong)
        self.assertEqual(4, outcome.status, str(outcome))


class Lint(CommandLine):
    def test_golden_document_conforms(self):
        golden = os.path.join(ROOT, "golden", "destroy.json")
        self.expect(0, "lint", "--as", "status", golden)
        with open(golden, encoding="utf-8") as file:
            document = json.load(file)
        self.expect(0, "lint", "--as", "status", "--id", document["id_str"], golden)
        self.expect(1, "lint", "--as", "status", "--id", "1", golden)
        document["id"] = int(float(document["id"]))
        self.write("rounded.json", json.dumps(document))
        outcome = self.expect(1, "lint", "--as", "status", "rounded.json")
        self.assertIn("double", outcome.out + outcome.err)

    def test_errors(self):
        self.write("good.json", '{"errors":[{"code":144,"message":"No status found."}]}')
        self.write("bad.json", '{"errors":[{"code":"144","message":"No status found."}]}')
        self.expect(0, "lint", "--as", "error", "good.json")
        self.expect(1, "lint", "--as", "error", "bad.json")
        self.expect(1, "lint", "--as", "error", "good.json", "bad.json")

    def test_entities_as_asked(self):
        golden = os.path.join(ROOT, "golden", "destroy.json")
        self.expect(0, "lint", "--include-entities", "true", golden)
        self.expect(1, "lint", "--include-entities", "false", golden)


class List(CommandLine):
    def test_formats(self):
        for what in ("--requirements", "--cases", "--mutants", "--mistakes"):
            for kind in ("text", "json", "markdown"):
                with self.subTest(what=what, kind=kind):
                    out = self.expect(0, "list", what, "--format", kind).out
                    self.assertGreater(len(out.splitlines()), 0)
                    if kind == "json":
                        self.assertTrue(json.loads(out))

    def test_one_case_in_full(self):
        one = self.case_ids()[0]
        self.assertIn(one, self.expect(0, "list", one).out)

    def test_replay(self):
        out = self.expect((0, 1), "replay", self.case_ids()[0]).out
        self.assertIn("HTTP/1.1", out)


class Serve(CommandLine):
    def begin_serving(self, *arguments, env=None):
        process = self.begin("serve", *arguments, env=env)
        line = process.stdout.readline().decode()
        self.assertRegex(line, r"^READY https?://127\.0\.0\.1:\d+/1\.1$")
        return process, line.split()[1]

    def stop(self, process, number):
        process.send_signal(number)
        outcome = self.finish(process, 20)
        self.assertEqual(0, outcome.status, str(outcome))

    def test_serves_and_stops(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process, url = self.begin_serving("--port-file", "port", env=KEYS)
            self.assertEqual(url.split(":")[2].split("/")[0], self.read("port").strip())
            path = "/favorites/destroy.json"
            query = "id=" + KEYS["FAVSPEC_STATUS_ID"]
            status, body = self.caller(url).call("POST", path, query)
            self.assertEqual((200, False), (status, body["favorited"]))
            status, body = self.caller(url).call("POST", path, query)
            self.assertEqual((404, 144), (status, body["errors"][0]["code"]))
            self.stop(process, number)

    def test_page(self):
        process, url = self.begin_serving(env=KEYS)
        self.caller(url).call("POST", "/favorites/destroy.json", "id=1")
        page = urllib.request.urlopen(url.replace("/1.1", "/"), timeout=5).read().decode()
        self.assertIn("favorites/destroy.json", page)
        for secret in ("FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
            self.assertNotIn(KEYS[secret], page)
        self.stop(process, signal.SIGTERM)

    def test_keep_liked(self):
        process, url = self.begin_serving("--keep-liked", env=KEYS)
        for _ in range(3):
            status, _ = self.caller(url).call("POST", "/favorites/destroy.json",
                                              "id=" + KEYS["FAVSPEC_STATUS_ID"])
            self.assertEqual(200, status)
        self.stop(process, signal.SIGTERM)

    def test_tls(self):
        process, url = self.begin_serving("--tls", env=KEYS)
        self.assertTrue(url.startswith("https://"))
        line = process.stdout.readline().decode()
        self.assertRegex(line, "^CACERT /")
        one = self.case_ids()[0]
        self.expect(0, "test-server", url, "--cacert", line.split()[1], "--only", one, env=KEYS)
        self.expect(3, "test-server", url, "--only", one, env=KEYS)
        self.stop(process, signal.SIGTERM)

    def test_suite_against_it(self):
        process, url = self.begin_serving(env=KEYS)
        self.expect(0, "doctor", url, env=KEYS)
        report = self.report(url, env=KEYS, status=0, timeout=110)
        self.assertEqual(0, report["summary"]["fail"])
        self.stop(process, signal.SIGTERM)


if __name__ == "__main__":
    unittest.main()
