#!/usr/bin/env python3
"""A client that makes one mistake: broken.py NAME, or broken.py --list.

Each class below is the right client with one step done wrong, under the name that favspec has
to find; words behind a slash tell several ways to make the same mistake. Where the mistake
needs it, the client sends further parameters, which are legal.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import ssl
import sys
import time
import unicodedata
import urllib.parse

from client import Client, Failed

MISTAKES = {}


def mistake(name):
    def register(cls):
        MISTAKES[name] = cls
        return cls
    return register


# Encoding

@mistake("encode-space-as-plus")
class _(Client):
    extra = (("note", "a b c"),)

    def parameter_string(self, pairs):
        return super().parameter_string(pairs).replace("%20", "+")


@mistake("encode-lowercase-hex")
class _(Client):
    extra = (("note", "a/b"),)

    def parameter_string(self, pairs):
        quoted = super().parameter_string(pairs).split("%")
        return "%".join(quoted[:1] + [p[:2].lower() + p[2:] for p in quoted[1:]])


@mistake("encode-reserved-kept")
class _(Client):
    extra = (("note", "it's (really) *nice*!"),)

    def parameter_string(self, pairs):
        text = super().parameter_string(pairs)
        for c in "!*'()":
            text = text.replace(urllib.parse.quote(c, safe=""), c)
        return text


@mistake("encode-tilde")
class _(Client):
    extra = (("note", "~home"),)

    def parameter_string(self, pairs):
        return super().parameter_string(pairs).replace("~", "%7E")


@mistake("encode-values-raw")
class _(Client):
    extra = (("note", "a/b"),)

    def parameter_string(self, pairs):
        return "&".join(f"{n}={v}" for n, v in sorted(pairs))


@mistake("encode-twice")
class _(Client):
    extra = (("note", "a/b"),)

    def parameter_string(self, pairs):
        return super().parameter_string([(n, self.encode(v)) for n, v in pairs])


@mistake("encode-parameters-not-reencoded")
class _(Client):
    def base_string(self, url, pairs):
        return f"POST&{self.encode(self.base_uri(url))}&{self.parameter_string(pairs)}"


@mistake("encode-url-raw")
class _(Client):
    def base_string(self, url, pairs):
        return f"POST&{self.base_uri(url)}&{self.encode(self.parameter_string(pairs))}"


@mistake("encode-latin1")
class _(Client):
    extra = (("note", "caf\u00e9"),)

    def parameter_string(self, pairs):
        return super().parameter_string(pairs).replace("%C3%A9", "%E9")


@mistake("encode-unicode-nfd")
class _(Client):
    extra = (("note", "caf\u00e9"),)

    def parameter_string(self, pairs):
        return super().parameter_string(
            [(n, unicodedata.normalize("NFD", v)) for n, v in pairs])


# Parameters

@mistake("sort-missing")
class _(Client):
    extra = (("zone", "1"), ("area", "2"))

    def sort(self, pairs):
        return pairs


@mistake("sort-by-name-only")
class _(Client):
    extra = (("tag", "b"), ("tag", "a"))

    def sort(self, pairs):
        return sorted(pairs, key=lambda p: p[0])


@mistake("sort-before-encoding")
class _(Client):
    extra = (("tag", "a"), ("tag", "\u00e9"), ("tag", "~"))

    def parameter_string(self, pairs):
        return "&".join(f"{self.encode(n)}={self.encode(v)}" for n, v in sorted(pairs))


@mistake("sort-case-insensitive")
class _(Client):
    extra = (("Zone", "1"), ("area", "2"))

    def sort(self, pairs):
        return sorted(pairs, key=lambda p: (p[0].lower(), p[1].lower()))


@mistake("sort-joined")
class _(Client):
    extra = (("tag-b", "1"), ("tag", "2"))

    def sort(self, pairs):
        return [tuple(t.split("=", 1)) for t in sorted(f"{n}={v}" for n, v in pairs)]


@mistake("query-missing")
class _(Client):
    extra = (("note", "a"),)

    def place(self, oauth):
        return [("note", "a")], [("id", self.id)], {}

    def signed(self, oauth, query, body):
        return oauth + body


@mistake("body-missing")
class _(Client):
    def place(self, oauth):
        return [("note", "a")], self.parameters(), {}

    def signed(self, oauth, query, body):
        return oauth + query


@mistake("body-not-form-included")
class _(Client):
    def build(self, url):
        oauth = self.oauth()
        pairs = self.parameters()
        oauth.append(("oauth_signature", self.sign(url, oauth + pairs)))
        return url, json.dumps(dict(pairs)), {"Authorization": self.header(oauth),
                                              "Content-Type": "application/json"}


@mistake("duplicate-collapsed")
class _(Client):
    extra = (("tag", "b"), ("tag", "a"))

    def signed(self, oauth, query, body):
        return list(dict(oauth + query + body).items())


@mistake("empty-value-dropped")
class _(Client):
    extra = (("note", ""),)

    def signed(self, oauth, query, body):
        return [p for p in oauth + query + body if p[1]]


@mistake("signature-included")
class _(Client):
    def signed(self, oauth, query, body):
        return oauth + query + body + [("oauth_signature", "")]


@mistake("realm-included")
class _(Client):
    def signed(self, oauth, query, body):
        return oauth + query + body + [("realm", "Harbour")]

    def header(self, oauth):
        return super().header([("realm", "Harbour")] + oauth)


@mistake("version-missing")
class _(Client):
    def signed(self, oauth, query, body):
        return [p for p in oauth + query + body if p[0] != "oauth_version"]


@mistake("version-added")
class _(Client):
    def header(self, oauth):
        return super().header([p for p in oauth if p[0] != "oauth_version"])


@mistake("token-missing")
class _(Client):
    def signed(self, oauth, query, body):
        return [p for p in oauth + query + body if p[0] != "oauth_token"]


@mistake("parameters-unsigned")
class _(Client):
    extra = (("note", "a"),)

    def place(self, oauth):
        return self.parameters()[1:], self.parameters()[:1], {}

    def signed(self, oauth, query, body):
        return oauth


@mistake("id-signed-differs")
class _(Client):
    def signed(self, oauth, query, body):
        return [(n, str(int(float(v))) if n == "id" else v) for n, v in oauth + query + body]


@mistake("include-entities-unsigned")
class _(Client):
    def signed(self, oauth, query, body):
        return [p for p in oauth + query + body if p[0] != "include_entities"]


@mistake("include-entities-signed-differs")
class _(Client):
    def signed(self, oauth, query, body):
        return [(n, v.capitalize() if n == "include_entities" else v)
                for n, v in oauth + query + body]


# Method and URL

@mistake("method-lowercase")
class _(Client):
    def signed_method(self):
        return "post"


@mistake("method-other")
class _(Client):
    def signed_method(self):
        return "GET"


@mistake("url-scheme-other")
class _(Client):
    def base_uri(self, url):
        return super().base_uri(url).replace("http:", "https:")


@mistake("url-default-port-kept")
class _(Client):
    def base_uri(self, url):
        parts = urllib.parse.urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}:80{parts.path}"


@mistake("url-port-dropped")
class _(Client):
    def base_uri(self, url):
        parts = urllib.parse.urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}{parts.path}"


@mistake("url-host-uppercase")
class _(Client):
    """Played with --name localhost."""

    def url(self):
        return super().url().replace("localhost", "LOCALHOST")

    def base_uri(self, url):
        return super().base_uri(url).replace("localhost", "LOCALHOST")


@mistake("url-host-other")
class _(Client):
    def base_uri(self, url):
        return f"https://api.twitter.com{urllib.parse.urlsplit(url).path}"


@mistake("url-query-kept")
class _(Client):
    def base_uri(self, url):
        return f"{super().base_uri(url)}?{self.form(self.parameters())}"


@mistake("url-fragment-kept")
class _(Client):
    def base_uri(self, url):
        return super().base_uri(url) + "#now"

    def target(self, parts):
        return super().target(parts) + "#now"


@mistake("url-version-other")
class _(Client):
    def base_uri(self, url):
        return super().base_uri(url).replace("/1.1/", "/1/")


@mistake("url-suffix-missing")
class _(Client):
    def base_uri(self, url):
        return super().base_uri(url).removesuffix(".json")


@mistake("url-trailing-slash")
class _(Client):
    def base_uri(self, url):
        return super().base_uri(url) + "/"


# Key and digest

@mistake("key-token-secret-missing")
class _(Client):
    def key(self):
        return f"{self.encode(self.consumer_secret)}&"


@mistake("key-ampersand-missing")
class _(Client):
    def key(self):
        return self.encode(self.consumer_secret) + self.encode(self.token_secret)


@mistake("key-secrets-swapped")
class _(Client):
    def key(self):
        return f"{self.encode(self.token_secret)}&{self.encode(self.consumer_secret)}"


@mistake("key-secrets-not-encoded")
class _(Client):
    def key(self):
        return f"{self.consumer_secret}&{self.token_secret}"


@mistake("key-consumer-key-for-secret")
class _(Client):
    def key(self):
        return f"{self.encode(self.consumer_key)}&{self.encode(self.token_secret)}"


@mistake("key-secret-whitespace")
class _(Client):
    def key(self):
        return f"{self.encode(self.consumer_secret)}&{self.encode(self.token_secret + chr(10))}"


@mistake("digest-sha256")
class _(Client):
    def digest(self, key, text):
        return hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()


@mistake("digest-plain-sha1")
class _(Client):
    def digest(self, key, text):
        return hashlib.sha1((key + text).encode()).digest()


@mistake("digest-hex")
class _(Client):
    def text_of_digest(self, digest):
        return digest.hex()


@mistake("digest-base64url")
class _(Client):
    def text_of_digest(self, digest):
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


@mistake("key-base-string-swapped")
class _(Client):
    def digest(self, key, text):
        return super().digest(text, key)


# Header

@mistake("signature-not-encoded")
class _(Client):
    def header_value(self, name, value):
        return value if name == "oauth_signature" else super().header_value(name, value)


@mistake("signature-encoded-twice")
class _(Client):
    def header_value(self, name, value):
        encoded = super().header_value(name, value)
        return self.encode(encoded) if name == "oauth_signature" else encoded


@mistake("header-value-not-encoded")
class _(Client):
    def header_value(self, name, value):
        return super().header_value(name, value) if name == "oauth_signature" else value


@mistake("header-clock-differs")
class _(Client):
    def header(self, oauth):
        return super().header([(n, str(int(v) + 1) if n == "oauth_timestamp" else v)
                               for n, v in oauth])


# Protocol

@mistake("authorization-missing")
class _(Client):
    def build(self, url):
        url, body, fields = super().build(url)
        del fields["Authorization"]
        return url, body, fields


@mistake("authorization-not-oauth")
class _(Client):
    def header(self, oauth):
        return f"Bearer {self.token}"


@mistake("authorization-malformed")
class _(Client):
    def header(self, oauth):
        return "OAuth " + "&".join(f"{n}={self.encode(v)}" for n, v in oauth)


@mistake("oauth-parameter-missing")
class _(Client):
    def oauth(self):
        return [p for p in super().oauth() if p[0] != "oauth_nonce"]


@mistake("oauth-parameter-repeated")
class _(Client):
    def oauth(self):
        return super().oauth() + [("oauth_token", self.token)]


@mistake("oauth-parameter-unknown-value")
class _(Client):
    def oauth(self):
        return [(n, "1.0a" if n == "oauth_version" else v) for n, v in super().oauth()]


@mistake("nonce-reused")
class _(Client):
    def nonce(self):
        return self.timestamp() + "harbour"


@mistake("nonce-weak")
class _(Client):
    def nonce(self):
        return super().nonce()[:4]


@mistake("timestamp-stale")
class _(Client):
    def timestamp(self):
        return str(int(time.time()) - 3600)


@mistake("timestamp-future")
class _(Client):
    def timestamp(self):
        return str(int(time.time()) + 7200)


@mistake("timestamp-not-seconds")
class _(Client):
    def timestamp(self):
        return str(int(time.time() * 1000))


@mistake("credentials-in-two-places")
class _(Client):
    def place(self, oauth):
        return self.parameters() + [("oauth_version", "1.0")], [], {}

    def oauth(self):
        return super().oauth()[:-1]


@mistake("secret-leaked")
class _(Client):
    def place(self, oauth):
        query, body, fields = super().place(oauth)
        fields["X-Debug"] = base64.b64encode(self.key().encode()).decode()
        return query, body, fields


@mistake("method-wrong")
class _(Client):
    method = "GET"


@mistake("path-wrong")
class _(Client):
    def url(self):
        return f"{self.base_url}/favorites/destroy/{self.id}.json"

    def place(self, oauth):
        return [], [], {}


@mistake("host-wrong")
class _(Client):
    def place(self, oauth):
        query, body, fields = super().place(oauth)
        fields["Host"] = "api.example.org"
        return query, body, fields

    def base_uri(self, url):
        return f"http://api.example.org{urllib.parse.urlsplit(url).path}"


@mistake("signature-unexplained")
class _(Client):
    def digest(self, key, text):
        return super().digest(key, text + " and more")


@mistake("content-type-wrong")
class _(Client):
    def build(self, url):
        self.parameter_place = "body"
        url, body, fields = super().build(url)
        fields["Content-Type"] = "text/plain"
        return url, body, fields

    def signed(self, oauth, query, body):
        return oauth + query


@mistake("id-missing")
class _(Client):
    def parameters(self):
        return [("status_id" if n == "id" else n, v) for n, v in super().parameters()]


@mistake("id-wrong")
class _(Client):
    def sent_id(self):
        return str(int(self.id) + 1000)


@mistake("id-rounded")
class _(Client):
    def sent_id(self):
        return str(int(float(self.id)))


@mistake("include-entities-missing")
class _(Client):
    def parameters(self):
        return super().parameters()[:1]


@mistake("include-entities-wrong")
class _(Client):
    def parameters(self):
        return super().parameters()[:1] + [("include_entities", "true")]


@mistake("parameter-repeated")
class _(Client):
    def place(self, oauth):
        return self.parameters(), self.parameters(), {}


@mistake("request-missing")
class _(Client):
    """Trims what it should take as it is, and gives up."""

    def run(self):
        return super().run() if " " not in self.consumer_key else 1


# Behaviour

@mistake("error-taken-for-success")
class _(Client):
    def check(self, answer):
        pass


@mistake("success-taken-for-error")
class _(Client):
    def check(self, answer):
        super().check(answer)
        if json.loads(answer.body).get("favorited") is not False:
            raise Failed("it is still a favorite")


@mistake("broken-body-accepted")
class _(Client):
    def check(self, answer):
        if answer.status != 200:
            raise Failed(f"status {answer.status}")


@mistake("retry-nonce-reused")
class _(Client):
    retry = True

    def build(self, url):
        if not hasattr(self, "built"):
            self.built = super().build(url)
        return self.built


@mistake("retry-not-allowed")
class _(Client):
    retry = True

    def wait(self, answer):
        return super().wait(answer) if answer.status == 200 or answer.status >= 429 else 0


@mistake("rate-limit-ignored")
class _(Client):
    retry = True

    def wait(self, answer):
        return 0.1 if answer.status == 429 else None


class Follower(Client):
    """Follows with the first header, wherever it leads."""

    def build(self, url):
        built = super().build(url)
        self.fields = getattr(self, "fields", built[2])
        return url if "?" in url else built[0], built[1], self.fields


@mistake("redirect-credentials-leaked")
class _(Client):
    def target_of_redirect(self, url, answer):
        return answer.headers.get("location") if answer.status >= 300 < 400 else None


@mistake("redirect-not-resigned")
class _(Follower):
    follow = True


@mistake("certificate-not-checked")
class _(Client):
    def context(self):
        return ssl._create_unverified_context()


@mistake("hung")
class _(Client):
    """Played with --timeout 4: it has no limit of its own."""

    def check(self, answer):
        while answer.status == 503:
            time.sleep(60)
        super().check(answer)


@mistake("crashed")
class _(Client):
    def check(self, answer):
        if b"null" in answer.body and b'"favorited":null' in answer.body:
            os.abort()
        super().check(answer)


# The same mistakes, made in another way

@mistake("retry-nonce-reused/signed-anew")
class _(Client):
    retry = True

    def oauth(self):
        if not hasattr(self, "first"):
            self.first = super().oauth()
        return list(self.first)


@mistake("retry-not-allowed/of-one-status")
class _(Client):
    retry = True

    def wait(self, answer):
        return 0 if answer.status == 404 else None


@mistake("nonce-reused/behind-a-redirect")
class _(Client):
    follow = True

    def oauth(self):
        if not hasattr(self, "first"):
            self.first = super().oauth()
        return list(self.first)


@mistake("redirect-credentials-leaked/signed-anew")
class _(Client):
    def attempt(self):
        answer = self.send(self.url())
        place = answer.headers.get("location", "")
        return self.send(place) if place.startswith("http") else answer


@mistake("redirect-not-resigned/in-the-body")
class _(Client):
    follow = True

    def __init__(self):
        super().__init__("body", "body")

    def build(self, url):
        if not hasattr(self, "built"):
            self.built = super().build(url)
        return url, *self.built[1:]


@mistake("certificate-not-checked/only-its-name")
class _(Client):
    def context(self):
        context = super().context()
        context.check_hostname = False
        return context


@mistake("hung/redirects-without-end")
class _(Client):
    def attempt(self):
        while True:
            answer = self.send(self.url())
            if answer.status != 307:
                return answer
            time.sleep(0.05)


@mistake("error-taken-for-success/when-the-body-looks-right")
class _(Client):
    def check(self, answer):
        answer.status = 200
        super().check(answer)


@mistake("error-taken-for-success/no-answer")
class _(Client):
    def run(self):
        try:
            self.check(self.answer())
        except Failed as e:
            return 0 if "no answer" in str(e) else 1
        return 0


@mistake("success-taken-for-error/compressed")
class _(Client):
    def check(self, answer):
        super().check(answer)
        if "content-encoding" in answer.headers:
            raise Failed("who asked for that?")


@mistake("success-taken-for-error/ids-beyond-a-double")
class _(Client):
    def check(self, answer):
        super().check(answer)
        if json.loads(answer.body)["user"]["id"] > 2 ** 53:
            raise Failed("that is no number")


@mistake("broken-body-accepted/any-json")
class _(Client):
    def check(self, answer):
        if answer.status != 200:
            raise Failed(f"status {answer.status}")
        try:
            json.loads(answer.body)
        except ValueError as e:
            raise Failed(str(e)) from e


@mistake("broken-body-accepted/any-status")
class _(Client):
    def check(self, answer):
        self.id = json.loads(answer.body).get("id_str") if b"id_str" in answer.body else ""
        super().check(answer)


@mistake("content-type-wrong/json-as-form")
class _(Client):
    def build(self, url):
        oauth = self.oauth()
        body = json.dumps(dict(self.parameters()))
        oauth.append(("oauth_signature", self.sign(url, oauth + [(body, "")])))
        return url, body, {"Authorization": self.header(oauth),
                           "Content-Type": "application/x-www-form-urlencoded"}


@mistake("path-wrong/another-resource")
class _(Client):
    def url(self):
        return f"{self.base_url}/favorites/create.json"


@mistake("host-wrong/signed-as-called")
class _(Client):
    def place(self, oauth):
        query, body, fields = super().place(oauth)
        fields["Host"] = "api.example.org"
        return query, body, fields


@mistake("secret-leaked/in-hex")
class _(Client):
    def place(self, oauth):
        query, body, fields = super().place(oauth)
        fields["X-Debug"] = self.token_secret.encode().hex()
        return query, body, fields


def main():
    if sys.argv[1:] == ["--list"]:
        print("\n".join(MISTAKES))
        return 0
    if len(sys.argv) != 2 or sys.argv[1] not in MISTAKES:
        print(__doc__, file=sys.stderr)
        return 127
    try:
        return MISTAKES[sys.argv[1]]().run()
    except http.client.HTTPException as e:
        print(e, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
