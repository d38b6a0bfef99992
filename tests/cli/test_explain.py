"""explain: a client that errs on demand, every form of input, exit statuses, JSON."""

import base64
import hashlib
import hmac
import subprocess
import time
import unittest
from urllib.parse import quote

from harness import FAVSPEC, KEYS, CommandLine, Outcome, clean_environment, spellings

HOST = "api.example.org"
PATH = "/1.1/favorites/destroy.json"
FORM = "application/x-www-form-urlencoded"
KEY, SECRET, TOKEN, TOKEN_SECRET = list(KEYS.values())[:4]


def escape(text):
    return quote(text, safe="-._~")


class Client:
    """Signs and writes one request; each step can be told to err."""

    def __init__(self, query=(("id", "1357924680135792641"),), body=(), method="POST"):
        self.method, self.query, self.body = method, list(query), list(body)
        self.oauth = {"oauth_consumer_key": KEY, "oauth_nonce": "nonceNonceNonce",
                      "oauth_signature_method": "HMAC-SHA1", "oauth_timestamp": "1700000000",
                      "oauth_token": TOKEN, "oauth_version": "1.0"}
        self.signed_method, self.signed_url = method, f"https://{HOST}{PATH}"
        self.signed_pairs = self.query + self.body + list(self.oauth.items())
        self.escape = escape
        self.order = sorted
        self.key = f"{escape(SECRET)}&{escape(TOKEN_SECRET)}"
        self.digest = lambda key, text: base64.b64encode(hmac.new(key, text, "sha1").digest()).decode()
        self.spell = escape  # of the signature in the header

    def signature(self):
        pairs = self.order([(self.escape(n), self.escape(v)) for n, v in self.signed_pairs])
        text = "&".join(f"{n}={v}" for n, v in pairs)
        base = f"{self.signed_method}&{escape(self.signed_url)}&{escape(text)}"
        return self.digest(self.key.encode(), base.encode())

    def header(self):
        values = {**{n: escape(v) for n, v in self.oauth.items()},
                  "oauth_signature": self.spell(self.signature())}
        return "OAuth " + ", ".join(f'{n}="{v}"' for n, v in values.items())

    def text(self, target=None, host=HOST, more="", end="\r\n"):
        query = "&".join(f"{escape(n)}={escape(v)}" for n, v in self.query)
        body = "&".join(f"{escape(n)}={escape(v)}" for n, v in self.body)
        lines = [f"{self.method} {target or PATH}{'?' if query else ''}{query} HTTP/1.1",
                 f"Host: {host}" if host else "X-No: host", f"Authorization: {self.header()}"]
        if body:
            lines += [f"Content-Type: {FORM}", f"Content-Length: {len(body)}"]
        return end.join(lines + more.splitlines() + ["", body])


def changed(**steps):
    def make():
        client = Client(query=steps.pop("query", Client().query), body=steps.pop("body", ()))
        for name, value in steps.items():
            setattr(client, name, value(client) if callable(value) and value.__name__ == "<lambda>"
                    and name not in ("escape", "order", "digest", "spell") else value)
        return client
    return make


SPACE = (("id", "7"), ("note", "a b/c"))
MISTAKES = {
    "encode-space-as-plus": changed(query=SPACE, escape=lambda t: escape(t).replace("%20", "+")),
    "encode-lowercase-hex": changed(query=SPACE, escape=lambda t: quote(t, safe="-._~").replace("%2F", "%2f")),
    "sort-missing": changed(query=(("z", "1"), ("id", "7")), order=list),
    "query-missing": changed(signed_pairs=lambda c: list(c.oauth.items())),
    "version-missing": changed(signed_pairs=lambda c: [p for p in c.signed_pairs if p[0] != "oauth_version"]),
    "method-other": changed(signed_method="GET"),
    "url-scheme-other": changed(signed_url=f"http://{HOST}{PATH}"),
    "url-suffix-missing": changed(signed_url=f"https://{HOST}{PATH[:-5]}"),
    "url-version-other": changed(signed_url=f"https://{HOST}/1/favorites/destroy.json"),
    "url-default-port-kept": changed(signed_url=f"https://{HOST}:443{PATH}"),
    "key-token-secret-missing": changed(key=escape(SECRET) + "&"),
    "key-secrets-not-encoded": changed(key=f"{SECRET}&{TOKEN_SECRET}"),
    "key-secrets-swapped": changed(key=f"{escape(TOKEN_SECRET)}&{escape(SECRET)}"),
    "key-secret-whitespace": changed(key=f"{escape(SECRET)}&{escape(TOKEN_SECRET + chr(10))}"),
    "digest-hex": changed(digest=lambda k, t: hmac.new(k, t, "sha1").hexdigest()),
    "digest-sha256": changed(digest=lambda k, t: base64.b64encode(hmac.new(k, t, "sha256").digest()).decode()),
    "digest-plain-sha1": changed(digest=lambda k, t: base64.b64encode(
        hashlib.sha1(k + t, usedforsecurity=False).digest()).decode()),
    "signature-encoded-twice": changed(spell=lambda s: escape(escape(s))),
}


class Explain(CommandLine):
    def ask(self, status, text, *arguments, env=None):
        with open(self.path("request"), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return self.expect(status, "explain", *arguments, "request", env=KEYS if env is None else env)

    def found(self, status, text, *arguments):
        return self.ask(status, text, "--json", *arguments).json()

    def pipe(self, text, *arguments):
        done = subprocess.run([FAVSPEC, "explain", *arguments], input=text.encode(), check=False,
                              cwd=self.folder, env=clean_environment(**KEYS), capture_output=True, timeout=60)
        return Outcome(done.returncode, done.stdout, done.stderr)


class Signature(Explain):
    def test_every_step(self):
        for name, make in MISTAKES.items():
            with self.subTest(name):
                found = self.found(1, make().text())
                self.assertIs(found["valid"], False)
                self.assertIn(name, found["mistakes"] + found["equivalent"], found["mistakes"])
                self.assertEqual(1, len(found["mistakes"]), found["mistakes"])

    def test_two_at_once(self):
        client = MISTAKES["method-other"]()
        client.key = escape(SECRET) + "&"
        self.assertEqual({"method-other", "key-token-secret-missing"},
                         set(self.found(1, client.text())["mistakes"]))

    def test_right(self):
        for client in (Client(), Client(query=(), body=SPACE), Client(query=SPACE, body=(("a", ""),))):
            found = self.found(0, client.text())
            self.assertEqual((True, [], []), (found["valid"], found["mistakes"], found["equivalent"]))
            self.assertIn("right", self.ask(0, client.text()).out)

    def test_legal_spellings(self):
        text = Client().text()
        header = text.split("Authorization: ")[1].split("\r\n")[0]
        items = header[len("OAuth "):].split(", ")
        for spelled in ("oauth " + ",".join(items), "OAuth  " + " ,\t".join(reversed(items)),
                        'OAuth realm="it\'s, \\"mine\\"", ' + ", ".join(items) + ","):
            self.found(0, text.replace(header, spelled))

    def test_wrong_secret_accuses_nobody(self):
        text = Client().text()
        outcome = self.ask(4, text, env={**KEYS, "FAVSPEC_TOKEN_SECRET": "another"})
        self.assertIn("unknown", outcome.out)
        self.assertIn("ruled out", outcome.out)
        self.assertIn("Check next", outcome.out)
        found = self.ask(4, text, "--json", env={**KEYS, "FAVSPEC_TOKEN_SECRET": "another"}).json()
        self.assertEqual(([], [], None), (found["mistakes"], found["equivalent"],
                                          found["base_string"]["received_signature_matches"]))

    def test_json_has_these_keys(self):
        found = self.found(1, MISTAKES["query-missing"]().text())
        self.assertEqual({"valid", "mistakes", "equivalent", "details", "base_string"}, set(found))
        self.assertEqual({"received_signature_matches", "expected"}, set(found["base_string"]))
        self.assertIn("id%3D1357924680135792641", found["base_string"]["expected"])
        self.assertNotIn("id%3D1357924680135792641", found["base_string"]["received_signature_matches"])
        self.assertEqual(["parameters-unsigned"], found["equivalent"])

    def test_text_marks_the_difference_and_corrects(self):
        out = self.ask(1, MISTAKES["url-scheme-other"]().text()).out
        for words in ("url-scheme-other", f"signed URL  http://{HOST}{PATH}", f"called URL  https://{HOST}{PATH}",
                      "expected base string", "signed base string", "corrected header"):
            self.assertIn(words, out)
        rows = out.split("first difference\n")[1].splitlines()
        at = rows[2].index("^")
        self.assertEqual(rows[0][10:at], rows[1][10:at])
        self.assertNotEqual(rows[0][at], rows[1][at])
        right = out.split("corrected header\n")[1].strip()
        wrong = "Authorization: " + MISTAKES["url-scheme-other"]().header()
        self.found(0, MISTAKES["url-scheme-other"]().text().replace(wrong, right))


class Input(Explain):
    def test_line_ends_and_missing_ends(self):
        text = Client().text()
        self.found(0, text.replace("\r\n", "\n"))
        self.found(0, text.rstrip())
        self.found(0, "\n" + text)
        self.found(0, "\ufeff" + text)
        form = Client(query=(), body=(("id", "7"),)).text()
        self.found(0, form + "\n")
        without = "\r\n".join(line for line in form.split("\r\n") if "Content-Length" not in line)
        self.found(0, without + "\n")

    def test_stdin(self):
        for arguments in (["-"], []):
            self.assertEqual(0, self.pipe(Client().text(), *arguments).status)

    def test_curl_trace(self):
        sent = "".join(f"> {line}\n" for line in Client().text().rstrip().split("\r\n"))
        self.found(0, f"* Connected to {HOST}\n{sent}> \n< HTTP/1.1 401 Unauthorized\n< date: now\n")

    def test_absolute_url_goes_before_host(self):
        text = Client().text(target=f"https://{HOST}{PATH}", host="proxy.example.org:8080")
        self.found(0, text, "--scheme", "http")
        self.found(0, Client().text(target=f"https://{HOST}{PATH}", host=None))

    def test_the_other_host_of_two_may_have_been_signed(self):
        client = Client()
        client.signed_url = f"https://inner.example.org{PATH}"
        text = client.text(target=f"https://{HOST}{PATH}", host="inner.example.org")
        self.assertEqual(["url-host-other"], self.found(1, text)["mistakes"])

    def test_known_host(self):
        client = Client()
        client.signed_url = f"https://behind.example.net{PATH}"
        self.found(4, client.text())
        found = self.found(1, client.text(), "--known-host", "other.example", "--known-host", "behind.example.net")
        self.assertEqual(["url-host-other"], found["mistakes"])

    def test_scheme(self):
        client = Client()
        client.signed_url = f"http://{HOST}{PATH}"
        self.found(0, client.text(), "--scheme", "http")
        self.found(1, client.text())

    def test_unreadable(self):
        for text, word in (("", "HTTP"), ("garbage", "HTTP"), ("GET /\n\n", "HTTP"),
                           ("POST / HTTP/1.1\nHost: a\nbad\n\n", "colon"),
                           ("POST / HTTP/1.1\n\n", "Host"), ("POST / HTTP/1.1\nHost: a b\n\n", "URL"),
                           ("POST / HTTP/1.1\nHost: a\nContent-Length: 9\n\nab", "body")):
            self.ask(2, text)
            self.assertIn(word, self.ask(2, text).err)
        many = Client(query=[("a", "1")] * 1001).text()
        self.assertIn("too many parameters", self.ask(2, many).err)
        self.expect(2, "explain", "no-such-file", env=KEYS, says="no-such-file")
        self.expect(2, "explain", "a", "b", env=KEYS)
        for arguments in (["--scheme", "ftp"], ["--at", "now"], ["--known-host", "a b"], ["--known-host", ""]):
            self.ask(2, Client().text(), *arguments)

    def test_secrets_are_needed(self):
        for name in ("FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN_SECRET"):
            env = {n: v for n, v in KEYS.items() if n != name}
            self.assertIn(name, self.ask(2, Client().text(), env=env).err)
        secrets = {n: v for n, v in KEYS.items() if n.endswith("SECRET")}
        self.ask(0, Client().text(), env=secrets)


class Protocol(Explain):
    def test_no_verifiable_header(self):
        text = Client().text()
        header = next(line for line in text.split("\r\n") if line.startswith("Authorization"))
        signature = header.split('oauth_signature="')[1].split('"')[0]
        for replaced, name in (("X-Nothing: here", "authorization-missing"),
                               ("Authorization: Bearer abc", "authorization-not-oauth"),
                               ('Authorization: OAuth oauth_token="1" oauth_nonce', "authorization-malformed"),
                               (header.replace("HMAC-SHA1", "HMAC-SHA256"), "oauth-parameter-unknown-value"),
                               (header.replace(signature, ""), "oauth-parameter-missing"),
                               (header.replace("oauth_token=", "oauth_tokin="), "oauth-parameter-missing")):
            found = self.found(1, text.replace(header, replaced))
            self.assertEqual(([name], False), (found["mistakes"], found["valid"]))
            self.assertEqual({"received_signature_matches": None, "expected": None}, found["base_string"])
            self.assertIn(name, self.ask(1, text.replace(header, replaced), env={}).out)

    def test_the_clock_only_when_asked(self):
        text = Client().text()
        self.found(0, text)
        self.found(0, text, "--at", "1700000299")
        for at, name in ((1700000301, "timestamp-stale"), (1699999699, "timestamp-future")):
            found = self.found(1, text, "--at", str(at))
            self.assertEqual(([name], False), (found["mistakes"], found["valid"]))
        client = Client()
        client.oauth["oauth_timestamp"] = str(int(time.time() * 1000))
        client.signed_pairs = client.query + list(client.oauth.items())
        self.assertEqual(["timestamp-not-seconds"],
                         self.found(1, client.text(), "--at", str(int(time.time())))["mistakes"])
        found = self.found(1, MISTAKES["method-other"]().text(), "--at", "1")
        self.assertEqual(["method-other", "timestamp-future"], found["mistakes"])

    def test_a_right_signature_with_another_version_is_right(self):
        client = Client()
        client.oauth["oauth_version"] = "1.0A"
        client.signed_pairs = client.query + list(client.oauth.items())
        found = self.found(0, client.text())
        self.assertEqual([], found["mistakes"])
        self.assertIn("oauth-parameter-unknown-value", found["details"])

    def test_hostile_bytes(self):
        client = Client(query=(("id", "1"),))
        text = client.text(more="X-Evil: \u202e##[error]\n").replace("?id=1", "?id=1&x=\u202e##[error]")
        for arguments in ([], ["--json"]):
            outcome = self.ask(4, text, *arguments) if arguments else self.ask(4, text)
            self.assertNotIn("\u202e", outcome.out + outcome.err)
            self.assertNotIn("##[", outcome.out + outcome.err)

    def test_secrets_stay_hidden(self):
        client = Client(query=(("id", "1"), ("s", SECRET), ("t", TOKEN_SECRET)))
        client.signed_method = "GET"
        for arguments in ([], ["--json"]):
            outcome = self.ask(1, client.text(), *arguments)
            for secret in (SECRET, TOKEN_SECRET):
                for spelled in spellings(secret):
                    self.assertNotIn(spelled, outcome.raw)
            self.assertIn(TOKEN, outcome.out)


if __name__ == "__main__":
    unittest.main()
