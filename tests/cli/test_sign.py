"""sign: published examples byte for byte, every value through a real shell, every option."""

import http.server
import json
import os
import shutil
import subprocess
import threading
import unittest
from urllib.parse import parse_qsl, quote, unquote

from harness import ACCOUNT, KEYS, ROOT, STATUS_ID, CommandLine, spellings

URL = "http://127.0.0.1:3000/1.1/favorites/destroy.json"
FIXED = ["--nonce", "fixedNonce", "--timestamp", "1318622958"]
PROTOCOL = {"oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_timestamp",
            "oauth_signature_method", "oauth_version", "oauth_signature"}
# What shells, URLs and forms find hard.
HARD = ["", " ", "a b", "it's", '"', "$(touch pwned)", "`touch pwned`", "$HOME", "!!", "\\", "\\n",
        "\n", "\t", "a\r\nb", "%", "%41", "%zz", "+", "&", "=", "a=b=c", "#", "?", ";", "|", "*", "~",
        "{a,b}", "[1-3]", "-d", "--", "@/etc/passwd", "<x>", "é", "日本", "👍", "\u202e", "\x01\x7f"]


def vectors():
    with open(os.path.join(ROOT, "golden", "oauth1.json"), encoding="utf-8") as file:
        for vector in json.load(file)["positives"]:
            pairs = {p["name"]: p["value"] for p in vector.get("parameters", [])}
            if (vector["kind"] == "request" and "base_string" in vector
                    and pairs.get("oauth_signature_method") == "HMAC-SHA1"):
                yield vector


def command_of(vector):
    """The arguments and environment that ask for a published request."""
    oauth = {p["name"]: p["value"] for p in vector["parameters"] if p["name"] in PROTOCOL}
    places = {p["place"] for p in vector["parameters"] if p["name"] in PROTOCOL}
    env = {"FAVSPEC_CONSUMER_KEY": oauth["oauth_consumer_key"],
           "FAVSPEC_CONSUMER_SECRET": vector["consumer_secret"]}
    arguments = ["--nonce", oauth["oauth_nonce"], "--timestamp", oauth["oauth_timestamp"],
                 "--transport", places.pop()]
    if "oauth_token" in oauth:
        env.update(FAVSPEC_TOKEN=oauth["oauth_token"], FAVSPEC_TOKEN_SECRET=vector["token_secret"])
    else:
        arguments.append("--no-token")
    if "oauth_version" not in oauth:
        arguments.append("--no-version")
    operands = [vector["method"], vector["url"]]
    for p in vector["parameters"]:
        in_url = p["place"] == "query" and "?" in vector["url"]
        if p["name"] in PROTOCOL or p["name"] == "realm" or in_url:
            continue
        if p["place"] == "body":
            arguments += ["--data", f"{p['name']}={p['value']}"]
        else:
            operands.append(f"{p['name']}={p['value']}")
    return arguments + operands, env


class Sign(CommandLine):
    def sign(self, *arguments, env=None):
        return self.expect(0, "sign", "--json", *arguments, env=KEYS if env is None else env).json()


class Published(Sign):
    def test_every_vector(self):
        seen = set()
        for vector in vectors():
            with self.subTest(vector["name"]):
                arguments, env = command_of(vector)
                signed = self.sign(*arguments, env=env)
                self.assertEqual(vector["base_string"], signed["base_string"])
                if "signature" in vector:
                    self.assertEqual(vector["signature"], signed["signature"])
                seen.add(vector["name"].split("-")[0])
        self.assertTrue({"rfc5849", "twitter", "core10"} <= seen, seen)

    def test_stages_as_printed(self):
        """The page "Creating a signature": every stage as text, in full."""
        env = {"FAVSPEC_CONSUMER_KEY": "xvz1evFS4wEEPTGEFPHBog",
               "FAVSPEC_CONSUMER_SECRET": "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
               "FAVSPEC_TOKEN": "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
               "FAVSPEC_TOKEN_SECRET": "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"}
        out = self.expect(
            0, "sign", "--show-secrets", "--nonce", "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
            "--timestamp", "1318622958", "POST",
            "https://api.twitter.com/1.1/statuses/update.json?include_entities=true",
            "status=Hello Ladies + Gentlemen, a signed OAuth request!", env=env).out.splitlines()
        for line in (
                "include_entities=true&oauth_consumer_key=xvz1evFS4wEEPTGEFPHBog&oauth_nonce=kYjzVBB8"
                "Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg&oauth_signature_method=HMAC-SHA1&oauth_timestamp="
                "1318622958&oauth_token=370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb&"
                "oauth_version=1.0&status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20"
                "request%21",
                "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw&LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
                "hCtSmYh+iHYCEqBWrE7C7hYmtUk=",
                'Authorization: OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", '
                'oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", '
                'oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D", '
                'oauth_signature_method="HMAC-SHA1", oauth_timestamp="1318622958", '
                'oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", '
                'oauth_version="1.0"'):
            self.assertIn(line, out)


class Options(Sign):
    def test_deterministic(self):
        self.assertEqual(self.sign(*FIXED, "POST", URL, "id=1"), self.sign(*FIXED, "POST", URL, "id=1"))
        self.assertNotEqual(self.sign("POST", URL)["signature"], self.sign("POST", URL)["signature"])

    def test_nonce_and_timestamp_as_given(self):
        for nonce, timestamp in (("", ""), ("a b", "yesterday"), ("é&=%", "-1")):
            found = self.sign("--nonce", nonce, "--timestamp", timestamp, "POST", URL)
            pairs = dict(parse_qsl(found["parameter_string"].replace("+", "%2B"),
                                   keep_blank_values=True))
            self.assertEqual((nonce, timestamp), (pairs["oauth_nonce"], pairs["oauth_timestamp"]))

    def test_where_parameters_go(self):
        for method in ("GET", "DELETE", "HEAD", "OPTIONS"):
            curl = self.sign(method, URL + "?a=1", "b=2")["curl"]
            self.assertIn("?a=1&b=2'", curl, method)
            self.assertNotIn("--data", curl, method)
        for method in ("POST", "PUT", "PATCH"):
            curl = self.sign(method, URL, "b=2")["curl"]
            self.assertIn("--data-raw 'b=2'", curl, method)
            self.assertNotIn("?b=2", curl, method)
        self.assertIn("--data-raw 'c=3'", self.sign("--data", "c=3", "DELETE", URL)["curl"])

    def test_transport(self):
        by_place = {place: self.sign(*FIXED, "--transport", place, "POST", URL + "?x=y", "id=1")
                    for place in ("header", "query", "body")}
        self.assertEqual(1, len({found["signature"] for found in by_place.values()}))
        self.assertEqual(1, len({found["base_string"] for found in by_place.values()}))
        self.assertTrue(by_place["header"]["authorization"].startswith("OAuth "))
        for place in ("query", "body"):
            self.assertEqual("", by_place[place]["authorization"])
            self.assertNotIn("Authorization", by_place[place]["curl"])
        encoded = "oauth_signature=" + quote(by_place["query"]["signature"], safe="")
        self.assertRegex(by_place["query"]["curl"], r"\?x=y&oauth_consumer_key=[^']*" + encoded)
        self.assertRegex(by_place["body"]["curl"], "--data-raw 'id=1&oauth_[^']*" + encoded)

    def test_further_oauth_parameters_travel_with_the_others(self):
        found = self.sign("--no-token", "POST", URL, "oauth_callback=oob", "id=1")
        self.assertIn('oauth_callback="oob"', found["authorization"])
        self.assertIn("--data-raw 'id=1'", found["curl"])

    def test_absent_and_empty(self):
        env = {name: value for name, value in KEYS.items() if "TOKEN" not in name}
        self.expect(2, "sign", "POST", URL, env=env, says=["access token", "--no-token"])
        self.sign("--no-token", "POST", URL, env=env)
        empty = self.sign(*FIXED, "POST", URL, env={**env, "FAVSPEC_TOKEN": "",
                                                    "FAVSPEC_TOKEN_SECRET": ""})
        self.assertIn("oauth_token=&", empty["parameter_string"])
        for name in ("FAVSPEC_CONSUMER_KEY", "FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
            missing = {n: v for n, v in KEYS.items() if n != name}
            self.expect(2, "sign", "POST", URL, env=missing, says=name)
            self.expect(0, "sign", "POST", URL, env={**KEYS, name: ""})

    def test_settings(self):
        self.write("keys.ini", "consumer_key = fileKey\nconsumer_secret = fileSecret\n"
                   "token = fileToken\ntoken_secret = fileTokenSecret\n")
        found = self.sign("--config", "keys.ini", "POST", URL, env={})
        self.assertIn("oauth_consumer_key=fileKey", found["parameter_string"])
        found = self.sign("--config", "keys.ini", "--token", "flag", "POST", URL,
                          env={"FAVSPEC_TOKEN": "variable", "FAVSPEC_CONSUMER_KEY": "variableKey"})
        self.assertIn("oauth_token=flag", found["parameter_string"])
        self.assertIn("oauth_consumer_key=variableKey", found["parameter_string"])

    def test_usage(self):
        for arguments, word in (
                (["POST"], "URL"), (["POST", "nowhere"], "nowhere"), (["POST", "ftp://h/x"], "ftp"),
                (["PO ST", URL], "method"), (["", URL], "METHOD"), (["POST", URL, "id"], "NAME=VALUE"),
                (["--data", "id", "POST", URL], "NAME=VALUE"), (["POST", "http://"], "http://"),
                (["--transport", "boddy", "POST", URL], "body"),
                (["--data", "a=b", "HEAD", URL], "HEAD"), (["POST", "http://a b/x"], "URL")):
            self.expect(2, "sign", *arguments, env=KEYS, says=word)

    def test_the_method_is_upper_case(self):
        self.assertTrue(self.sign("post", URL)["base_string"].startswith("POST&"))

    def test_no_fragment(self):
        with_fragment = self.sign(*FIXED, "POST", URL + "?a=b#c", "id=1")
        self.assertEqual(self.sign(*FIXED, "POST", URL + "?a=b", "id=1"), with_fragment)

    def test_secrets_are_masked(self):
        for arguments in ([], ["--json"], ["--json", "--show-secrets"]):
            outcome = self.expect(0, "sign", *arguments, "POST", URL, "id=1", env=KEYS)
            for name in ("FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
                for spelled in spellings(KEYS[name]):
                    self.assertNotIn(spelled, outcome.raw)
        shown = self.expect(0, "sign", "--show-secrets", "POST", URL, env=KEYS)
        self.assertIn(quote(KEYS["FAVSPEC_CONSUMER_SECRET"], safe="-._~") + "&", shown.out)

    def test_bytes_that_no_url_holds_are_encoded(self):
        found = self.sign(*FIXED, "GET", "http://127.0.0.1/a b?q=é 1")
        self.assertIn("127.0.0.1%2Fa%2520b&", found["base_string"])
        self.assertIn("/a%20b?q=%C3%A9%201'", found["curl"])


class Catcher(http.server.BaseHTTPRequestHandler):
    """Keeps what arrives."""

    def catch(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.caught.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = catch

    def log_message(self, *_):
        pass


class Curl(Sign):
    """The curl line, run by real shells."""

    def setUp(self):
        super().setUp()
        if not shutil.which("curl"):
            self.skipTest("there is no curl")
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Catcher)
        self.server.caught = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    def run_line(self, line, shell="sh"):
        done = subprocess.run([shell, "-c", line + " -s -S -o out"], cwd=self.folder, check=False,
                              capture_output=True, timeout=20)
        self.assertEqual((0, b""), (done.returncode, done.stderr), line)
        return self.server.caught[-1]

    def test_hard_values(self):
        arguments = [part for i, value in enumerate(HARD) for part in ("--data", f"n{i}{value}={value}")
                     if "=" not in value]
        names = [(f"n{i}{value}", value) for i, value in enumerate(HARD) if "=" not in value]
        line = self.sign(*arguments, "POST", self.origin + "/x")["curl"]
        self.assertNotIn("\n", line)
        for shell in ("sh", "bash"):
            if not shutil.which(shell):
                continue
            method, path, headers, body = self.run_line(line, shell)
            self.assertEqual(("POST", "/x"), (method, path))
            self.assertEqual("application/x-www-form-urlencoded", headers["Content-Type"])
            self.assertEqual(names, parse_qsl(body.decode(), keep_blank_values=True))
        self.assertEqual(["out"], os.listdir(self.folder), "a value ran")

    def test_hard_values_in_the_query(self):
        for value in HARD:
            _, path, _, _ = self.run_line(self.sign("GET", self.origin + "/x?a=1", f"v={value}")["curl"])
            self.assertEqual(value, unquote(path.split("&v=")[1]), repr(value))

    def test_hard_urls(self):
        for target in ("/a/../b", "/./x", "/x?q={a,b}[1-3]", "/it's", "/x?$(id)`id`", "/x//y", "/?", "/%zz"):
            _, path, _, _ = self.run_line(self.sign("GET", self.origin + target)["curl"])
            self.assertEqual(target, path)

    def test_hard_credentials(self):
        env = {**KEYS, "FAVSPEC_CONSUMER_KEY": "k'\"$(id)", "FAVSPEC_TOKEN": "t é&=\n"}
        signed = self.sign("POST", self.origin + "/x", env=env)
        _, _, headers, _ = self.run_line(signed["curl"])
        self.assertEqual(signed["authorization"], headers["Authorization"])

    def test_methods(self):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
            got, path, headers, body = self.run_line(self.sign(method, self.origin + "/x", "a=b")["curl"])
            self.assertEqual(method, got)
            self.assertEqual({"a": "b"}, dict(parse_qsl(body.decode() or path.partition("?")[2])))
            self.assertIn("Authorization", headers)

    def test_an_honest_server_accepts_it(self):
        base = self.foreign()
        hard = [f"p{i}={value}" for i, value in enumerate(HARD)]
        for transport in ("header", "query", "body"):
            line = self.sign("--transport", transport, "POST", base + "/favorites/create.json",
                             f"id={STATUS_ID}", *hard)["curl"]
            subprocess.run(["sh", "-c", line + " -s -o created"], cwd=self.folder, check=True, timeout=20)
            line = self.sign("--transport", transport, "POST", base + "/favorites/destroy.json",
                             f"id={STATUS_ID}", *hard)["curl"]
            done = subprocess.run(["sh", "-c", line + " -s -o out -w '%{http_code}'"], cwd=self.folder,
                                  check=True, capture_output=True, timeout=20)
            self.assertEqual(b"200", done.stdout, f"{transport}: {self.read('out')}")
        self.assertEqual(KEYS["FAVSPEC_TOKEN"].encode(), ACCOUNT.token)


if __name__ == "__main__":
    unittest.main()
