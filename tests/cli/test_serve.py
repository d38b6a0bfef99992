"""serve: every option, what it says about each request, its reports, and how it ends."""

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
import unittest
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from harness import ACCOUNT, KEYS, STATUS_ID, Caller, CommandLine, oauth1, spellings

DESTROY = "/favorites/destroy.json"
DEMO = {"consumer key": None, "consumer secret": None, "token": None, "token secret": None,
        "status id": None}


class Served:
    """A running server: stdout is read up to READY, stderr as it comes."""

    def __init__(self, test, arguments, env):
        self.test, self.lines = test, []
        self.process = test.begin("serve", *arguments, env=env)
        self.ready = self.process.stdout.readline().decode()
        if not self.ready.startswith("READY "):
            test.fail(f"{self.ready!r} {self.process.stderr.read().decode()}")
        self.url = self.ready.split()[1]
        self.caller = test.caller(self.url)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            self.lines.append(line.decode("utf-8", "surrogateescape"))

    def stop(self, number=signal.SIGTERM, status=0):
        self.process.send_signal(number)
        self.test.assertEqual(status, self.process.wait(120), "".join(self.lines))
        self.reader.join(10)
        return "".join(self.lines)


class Serve(CommandLine):
    def begin_serving(self, *arguments, env=None):
        return Served(self, arguments, KEYS if env is None else env)

    def call(self, served, query="id=" + STATUS_ID, path=DESTROY, **how):
        return served.caller.call("POST", path, query, **how)

    def raw(self, served, data):
        """Bytes to the server; what comes until it closes."""
        where = urlsplit(served.url)
        with socket.create_connection((where.hostname, where.port), timeout=5) as peer:
            peer.sendall(data.replace(b"Host: h\r\n", b"Host: h\r\nConnection: close\r\n"))
            got = b""
            while chunk := peer.recv(65536):
                got += chunk
            return got

    def get(self, served, path):
        with urllib.request.urlopen(served.url.removesuffix("/1.1") + path, timeout=10) as answer:
            return answer.read().decode()


class Start(Serve):
    def test_demo_credentials(self):
        text = self.expect(0, "serve", "--help").out
        found = dict(DEMO)
        for line in text.splitlines():
            for name in found:
                if line.strip().startswith(name + "  "):
                    found[name] = line.split()[-1]
        self.assertNotIn(None, found.values(), text)
        served = self.begin_serving(env={})
        key, secret, token, token_secret, status = found.values()
        caller = Caller(served.url, oauth1.Account(key, secret, token, token_secret))
        self.assertEqual(200, caller.call("POST", DESTROY, "id=" + status)[0])
        self.assertEqual(404, caller.call("POST", DESTROY, "id=" + status)[0])
        served.stop()

    def test_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self.begin_serving().stop(number)

    def test_port(self):
        served = self.begin_serving("--port-file", "folder/port")
        port = self.read("folder/port").strip()
        self.assertEqual(f"READY http://127.0.0.1:{port}/1.1\n", served.ready)
        self.expect(2, "serve", "--port", port, env=KEYS, says=port)
        served.stop()
        again = self.begin_serving("--port", port)
        self.assertEqual(served.ready, again.ready)
        again.stop()

    def test_listen(self):
        for address, host in (("127.0.0.2", "127.0.0.2"), ("::1", "[::1]"), ("0.0.0.0", "127.0.0.1"),
                              ("localhost", "127.0.0.1")):
            served = self.begin_serving("--listen", address)
            self.assertIn(f"http://{host}:", served.url)
            self.assertEqual(200, self.call(served)[0], address)
            served.stop()
        with self.assertRaises(OSError):
            served = self.begin_serving("--listen", "127.0.0.2")
            socket.create_connection(("127.0.0.1", urlsplit(served.url).port), timeout=2)

    def test_usage(self):
        for arguments, word in (
                (["--port", "65536"], "65535"), (["--port", "x"], "x"), (["--port", "-1"], "65535"),
                (["--listen", "nowhere.example"], "nowhere"), (["--id", "x"], "x"), (["--id", "0"], "0"),
                (["--name", "a b"], "a b"), (["--fault", "latancy"], "latency"), (["operand"], "operand"),
                (["--mutant", "no-such"], "no-such"), (["--cert", "x"], "--key"), (["-o", "jsn=x"], "json"),
                (["--cert", "x", "--key", "y"], "x"), (["--consumer-secret", "x"], "FAVSPEC_CONSUMER_SECRET"),
                (["--prot", "1"], "--port")):
            self.expect(2, "serve", *arguments, env=KEYS, says=word)

    def test_credentials_belong_together(self):
        for name in list(KEYS)[:4]:
            env = {n: v for n, v in KEYS.items() if n != name}
            self.expect(2, "serve", env=env, says=name)
        self.expect(2, "serve", env={"FAVSPEC_TOKEN": "only"}, says="FAVSPEC_CONSUMER_KEY")
        self.expect(2, "serve", env={**KEYS, "FAVSPEC_TOKEN": ""}, says="empty")

    def test_lists(self):
        for what, word in (("--fault", "latency"), ("--mutant", "SIG")):
            rows = self.expect(0, "serve", what, "list").out.splitlines()
            self.assertGreater(len(rows), 10)
        self.assertIn("latency", self.expect(0, "serve", "--fault", "list").out)


class Tls(Serve):
    def handshake(self, port, host, name, cacert):
        context = ssl.create_default_context(cafile=cacert)
        with socket.create_connection((host, port), timeout=5) as plain:
            with context.wrap_socket(plain, server_hostname=name) as peer:
                return peer.getpeercert()

    def test_made_certificate(self):
        served = self.begin_serving("--tls", "--name", "api.twitter.com")
        cacert = served.process.stdout.readline().decode().removeprefix("CACERT ").strip()
        self.assertTrue(os.path.isabs(cacert))
        self.assertRegex(served.url, r"^https://api\.twitter\.com:\d+/1\.1$")
        port = urlsplit(served.url).port
        for name in ("127.0.0.1", "::1", "localhost", "api.twitter.com"):
            self.handshake(port, "127.0.0.1", name, cacert)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.handshake(port, "127.0.0.1", "other.example", cacert)
        with self.assertRaises(ssl.SSLCertVerificationError):
            self.handshake(port, "127.0.0.1", "localhost", None)
        self.curl_line_trusts_it(port, cacert)
        served.stop()
        self.assertFalse(os.path.exists(os.path.dirname(cacert)))

    def curl_line_trusts_it(self, port, cacert):
        if not shutil.which("curl"):
            return
        url = f"https://localhost:{port}"
        subprocess.run(["curl", "-s", "-X", "POST", "--cacert", cacert, url + "/1.1/x?a=it's"], check=True,
                       capture_output=True)
        context = ssl.create_default_context(cafile=cacert)
        with urllib.request.urlopen(url + "/favspec/requests.json", context=context, timeout=10) as answer:
            line = json.load(answer)["requests"][0]["curl"]
        done = subprocess.run(["sh", "-c", line + " -s"], check=True, capture_output=True)
        self.assertEqual(34, json.loads(done.stdout)["errors"][0]["code"])

    def test_own_certificate(self):
        if not shutil.which("openssl"):
            self.skipTest("there is no openssl")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem",
                        "-out", "cert.pem", "-days", "2", "-subj", "/CN=localhost", "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1"], cwd=self.folder, check=True,
                       capture_output=True)
        served = self.begin_serving("--cert", "cert.pem", "--key", "key.pem")
        self.assertTrue(served.url.startswith("https://127.0.0.1:"))
        self.handshake(urlsplit(served.url).port, "127.0.0.1", "localhost", self.path("cert.pem"))
        served.stop()
        self.expect(2, "serve", "--cert", "cert.pem", "--key", "cert.pem", env=KEYS, says="key")


class Judges(Serve):
    def test_a_line_for_each(self):
        served = self.begin_serving()
        self.assertEqual(200, self.call(served)[0])
        self.assertEqual(404, self.call(served)[0])
        for request in (b"POST /1.1/favorites/destroy.json?id=1 HTTP/1.1\r\nHost: h\r\n\r\n",
                        b"GET /1.1/favorites/destroy.json?id=1 HTTP/1.1\r\nHost: h\r\n\r\n",
                        b"POST /1.1/favorites/destroy/1.json HTTP/1.1\r\nHost: h\r\n\r\n",
                        b"POST /1.1/favorites/destroy.json HTTP/1.1\r\nHost: h\r\nAuthorization: Basic eA==\r\n"
                        b"Content-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"id\":1}"):
            self.raw(served, request)
        lines = [line for line in served.stop().splitlines() if not line.startswith("    ")]
        self.assertEqual(6, len(lines), lines)
        for line, words in zip(lines, (
                ("#1 200 pass POST /1.1/favorites/destroy.json",), ("#2 404 info", "not liked"),
                ("#3 400 fail", "authorization-missing"), ("#4", "fail GET", "method-wrong"),
                ("#5 404 fail", "path-wrong"),
                ("#6 400 fail", "authorization-not-oauth", "content-type-wrong", "id-missing"))):
            for word in words:
                self.assertIn(word, line)

    def signed(self, served, sent, *, env=None, signed=None, options=()):
        """Signs one path with favspec sign and sends another."""
        found = self.expect(0, "sign", "--json", *options, "POST", served.url + (signed or sent),
                            env={**KEYS, **(env or {})}).json()
        request = urllib.request.Request(served.url + sent, method="POST", data=b"",
                                         headers={"Authorization": found["authorization"],
                                                  "Content-Type": ""})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def test_the_autopsy_explains(self):
        served = self.begin_serving()
        self.assertEqual(401, self.signed(served, f"{DESTROY}?id=1", signed=DESTROY))
        self.assertEqual(401, self.signed(served, f"{DESTROY}?id=1", env={"FAVSPEC_TOKEN_SECRET": "x"}))
        text = served.stop()
        first, second = text.split(" #2 ")
        for words in ("query-missing", "Sign the parameters of the query too", "expected …", "signed   …",
                      "^ octet", "parameters-unsigned"):
            self.assertIn(words, first)
        for words in ("signature-unexplained", "Check next", "expected base string POST&http"):
            self.assertIn(words, second)

    def test_names(self):
        """What is served and still has a name, and what only the clock or the store shows."""
        served = self.begin_serving("--keep-liked")
        good = f"{DESTROY}?id={STATUS_ID}"
        rows = [
            (good, {}, 200, "pass", []),
            (good, {"options": ("--nonce", "ab")}, 200, "fail", ["nonce-weak"]),
            (good + "&include_entities=1", {}, 200, "warn", ["include-entities-wrong"]),
            (good, {"options": ("--timestamp", "1000000000")}, 401, "fail", ["timestamp-stale"]),
            (good, {"options": ("--timestamp", "9000000000")}, 401, "fail", ["timestamp-future"]),
            (good, {"options": ("--timestamp", "1700000000000")}, 401, "fail", ["timestamp-not-seconds"]),
            (good, {"options": ("--timestamp", "soon")}, 400, "fail", ["timestamp-not-seconds"]),
            (good, {"env": {"FAVSPEC_TOKEN": "nobody"}}, 401, "fail", ["oauth-parameter-unknown-value"]),
            (good, {"env": {"FAVSPEC_CONSUMER_KEY": "nobody"}}, 401, "fail", ["oauth-parameter-unknown-value"]),
            (good, {"options": ("--no-token",)}, 400, "fail", ["oauth-parameter-missing"]),
            (DESTROY, {}, 403, "fail", ["id-missing"]),
            (f"{DESTROY}?id={int(float(STATUS_ID))}", {}, 404, "fail", ["id-rounded"]),
            (f"{DESTROY}?id=abc", {}, 404, "fail", ["id-wrong"]),
            (f"{DESTROY}?id=1", {}, 404, "info", []),
            (good + "&id=1", {}, 403, "fail", ["parameter-repeated"]),
            (good + "&x=" + KEYS["FAVSPEC_CONSUMER_KEY"], {}, 200, "pass", []),
        ]
        for number, (path, how, status, _, _) in enumerate(rows, 1):
            self.assertEqual(status, self.signed(served, path, **how), f"#{number} {path}")
        lines = [line for line in served.stop().splitlines() if not line.startswith("    ")]
        self.assertEqual(len(rows), len(lines))
        for line, (path, _, status, verdict, names) in zip(lines, rows):
            self.assertIn(f" {status} {verdict} POST ", line)
            self.assertIn("  " + ", ".join(names) if names else path, line)

    def nonce_lines(self, nonces):
        served = self.begin_serving("--keep-liked")
        good, now = f"{DESTROY}?id={STATUS_ID}", str(self.now())
        for nonce in nonces:
            self.signed(served, good, options=("--nonce", nonce.replace("NOW", now), "--timestamp", now))
        return [line for line in served.stop().splitlines() if not line.startswith("    ")]

    def test_nonces(self):
        for nonces in (["1000001", "1000002", "1000003"], ["call-00fe", "call-00ff", "call-0100"],
                       ["NOW41", "NOW42", "NOW43"], ["harbour9", "harbour8", "harbour7"]):
            with self.subTest(nonces=nonces):
                lines = self.nonce_lines([*nonces, nonces[-1]])
                self.assertEqual([False, False, True], ["nonce-weak" in line for line in lines[:3]])
                self.assertIn("nonce-reused", lines[3])
        lines = self.nonce_lines(["1000001", "1000002", "q7Rk2mVx0aTz", "1000003", "n" * 80, "1000004"])
        self.assertEqual([], [line for line in lines if "nonce-weak" in line])

    @staticmethod
    def now():
        return int(time.time()) // 60 * 60

    def test_lenient(self):
        for arguments, status, word in (([], 401, "fail"), (["--lenient"], 200, "warn")):
            served = self.begin_serving(*arguments)
            header = self.expect(0, "sign", "--json", "--no-version", "POST",
                                 f"{served.url}{DESTROY}?id={STATUS_ID}&oauth_version=1.0A",
                                 "--transport", "query", env=KEYS).json()["curl"]
            url = header.split("'")[3]
            try:
                got = urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=10).status
            except urllib.error.HTTPError as error:
                got = error.code
            text = served.stop()
            self.assertEqual(status, got)
            self.assertIn(f"{status} {word}", text)
            self.assertIn("oauth-parameter-unknown-value", text)

    def test_no_token_in_a_report(self):
        served = self.begin_serving("-o", "json=r.json", "-o", "html=r.html", "-o", "markdown=r.md")
        good, tokens = f"{DESTROY}?id={STATUS_ID}", (KEYS["FAVSPEC_TOKEN"], "of-somebody-else", "brief7")
        for token in tokens:
            self.signed(served, good, env={"FAVSPEC_TOKEN": token, "FAVSPEC_TOKEN_SECRET": "wrong"})
        served.stop()
        for name in ("r.json", "r.html", "r.md"):
            self.assertIn("signature-unexplained" if name == "r.json" else "oauth", self.read(name))
            self.assertEqual([], [token for token in tokens if token in self.read(name)], name)

    def test_a_body_that_was_not_read_proves_nothing(self):
        served = self.begin_serving()
        for framing in (b"Content-Length: 4\r\nContent-Length: 3", b"Content-Length: 4\r\nTransfer-Encoding: chunked"):
            self.raw(served, b"POST /1.1/favorites/destroy.json HTTP/1.1\r\nHost: h\r\n"
                             b"Content-Type: application/x-www-form-urlencoded\r\n" + framing + b"\r\n\r\nid=1")
        lines = [line for line in served.stop().splitlines() if not line.startswith("    ")]
        self.assertEqual([(True, False)] * 2, [("400 fail" in line, "id-missing" in line) for line in lines], lines)

    def test_faults_and_mutants(self):
        served = self.begin_serving("--fault", "rate-limit-once", "--keep-liked")
        self.assertEqual([429, 200], [self.call(served)[0] for _ in range(2)])
        served.stop()
        served = self.begin_serving("--fault", "empty-reply")
        with self.assertRaises((http.client.HTTPException, OSError)):
            self.call(served)
        served.stop()
        served = self.begin_serving("--mutant", self.mutant())
        served.stop()

    def test_hostile_bytes(self):
        served = self.begin_serving()
        evil = "\x1b[31m\u202e##[error]x".encode() + b"\xff"
        self.raw(served, b"POST /1.1/favorites/destroy.json?id=" + evil.replace(b"\x1b", b"") +
                 b" HTTP/1.1\r\nHost: h\r\nX: " + evil.replace(b"\x1b", b"") + b"\r\n" +
                 b"Content-Length: %d\r\n\r\n" % len(evil) + evil)
        document = self.get(served, "/favspec/requests.json")
        page = self.get(served, "/")
        text = served.stop()
        for where, found in (("stderr", text), ("json", document), ("page", page)):
            self.assertNotIn("\x1b", found, where)
            self.assertNotIn("\u202e", found, where)
            self.assertNotIn("##[", found, where)
        self.assertNotIn("\u202e", str(json.loads(document)))
        self.assertEqual(1, len([line for line in text.splitlines() if " #1 " in line]))

    def test_secrets(self):
        served = self.begin_serving("-o", "json=r.json", "-o", "markdown=r.md", "-o", "junit=r.xml",
                                    "-o", "tap=r.tap")
        for secret in ("FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
            leak = KEYS[secret].encode()
            self.raw(served, b"POST /1.1/favorites/destroy.json HTTP/1.1\r\nHost: h\r\nX: " + leak +
                     b"\r\nContent-Length: %d\r\n\r\n" % len(leak) + leak)
        self.call(served)
        found = {"page": self.get(served, "/"), "json": self.get(served, "/favspec/requests.json")}
        found["stderr"] = served.stop()
        for name in ("r.json", "r.md", "r.xml", "r.tap"):
            found[name] = self.read(name)
        for where, text in found.items():
            for secret in ("FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
                for spelled in spellings(KEYS[secret]):
                    self.assertNotIn(spelled, text.encode("utf-8", "surrogateescape"), where)
        self.assertIn("secret-leaked", found["stderr"])
        self.assertNotIn(KEYS["FAVSPEC_TOKEN"], found["r.json"])


class Reports(Serve):
    def test_report(self):
        served = self.begin_serving("-o", "json=out/r.json", "-o", "junit=r.xml", "-o", "tap=r.tap",
                                    "-o", "markdown=r.md", "--quiet")
        self.call(served)
        self.call(served)
        self.raw(served, b"POST /1.1/favorites/destroy.json?id=1 HTTP/1.1\r\nHost: h\r\n\r\n")
        self.assertEqual("", served.stop(signal.SIGINT))
        report = json.loads(self.read("out/r.json"))
        self.assertEqual(("favspec/report-1", "serve", served.url, 0),
                         (report["schema"], report["command"], report["target"]["url"], report["exit_status"]))
        self.assertEqual([("request/1", "pass", ""), ("request/2", "info", "the status is not liked by the user"),
                          ("request/3", "fail", "authorization-missing")],
                         [(c["id"], c["verdict"], c["reason"]) for c in report["cases"]])
        self.assertEqual(3, report["summary"]["planned"])
        self.assertIn("POST /1.1/favorites/destroy.json?id=1", report["exchanges"][2]["request"])
        for name in ("r.xml", "r.tap", "r.md"):
            self.assertIn("authorization-missing", self.read(name))

    def test_report_to_stdout(self):
        process = self.begin("serve", "-o", "json=-", "--port-file", "port", env=KEYS)
        line = process.stderr.readline().decode()
        self.assertTrue(line.startswith("READY "), line)
        process.send_signal(signal.SIGTERM)
        outcome = self.finish(process)
        self.assertEqual("serve", outcome.json()["command"])

    def test_report_that_cannot_be_written(self):
        self.write("file", "")
        self.begin_serving("-o", "json=file/below").stop(status=70)

    def test_only_the_last_thousand(self):
        served = self.begin_serving("--quiet", "-o", "json=r.json")
        where = urlsplit(served.url)
        peer = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
        for i in range(1200):
            peer.request("POST", f"/1.1/x{i}")
            peer.getresponse().read()
        news, deadline = {"last": 0}, time.monotonic() + 60
        while news["last"] < 1200 and time.monotonic() < deadline:  # judged after the answer
            news = json.loads(self.get(served, "/favspec/requests.json?count=5&before=700"))
        self.assertEqual([699, 698, 697, 696, 695], [r["number"] for r in news["requests"]])
        self.assertEqual((201, 1200), (news["first"], news["last"]))
        served.stop()
        report = json.loads(self.read("r.json"))
        self.assertEqual(1000, len(report["cases"]))
        self.assertEqual(["200 earlier requests are not in this report"], report["notes"])

    def test_a_flood_of_wrong_signatures(self):
        """None is forgotten, and the server goes on answering at once."""
        served = self.begin_serving()
        wrong = Caller(served.url, oauth1.Account(*list(KEYS.values())[:3], "wrong"))
        for _ in range(300):
            self.assertEqual(401, wrong.call("POST", DESTROY, "id=1")[0])
        self.assertEqual(200, self.call(served)[0])
        text = served.stop()
        self.assertEqual(300, len([line for line in text.splitlines() if " 401 fail POST" in line]))
        self.assertIn("#301 200 pass", text)
        self.assertEqual(ACCOUNT.token.decode(), KEYS["FAVSPEC_TOKEN"])


if __name__ == "__main__":
    unittest.main()
