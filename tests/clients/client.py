"""A client of POST favorites/destroy, in the standard library alone: RFC 5849 step by step.

It reads what favspec test-client puts into the environment. Each step is a method, so that
broken.py can get one of them wrong.
"""

import base64
import gzip
import hashlib
import hmac
import http.client
import json
import os
import secrets
import ssl
import string
import sys
import time
import urllib.parse

REDIRECTS = (301, 302, 303, 307, 308)
TIMEOUT_S = 8


class Failed(Exception):
    """The call failed; the text says why."""


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body


class Client:
    method = "POST"
    extra = ()  # further parameters, (name, value)
    follow = False
    retry = False

    def __init__(self, oauth="header", parameters="query"):
        env = os.environ
        self.base_url = env["FAVSPEC_BASE_URL"]
        self.consumer_key = env["FAVSPEC_CONSUMER_KEY"]
        self.consumer_secret = env["FAVSPEC_CONSUMER_SECRET"]
        self.token = env["FAVSPEC_TOKEN"]
        self.token_secret = env["FAVSPEC_TOKEN_SECRET"]
        self.id = env["FAVSPEC_STATUS_ID"]
        self.include_entities = env.get("FAVSPEC_INCLUDE_ENTITIES", "")
        self.cacert = env.get("FAVSPEC_CACERT")
        self.oauth_place = oauth
        self.parameter_place = parameters

    # What is asked for

    def url(self):
        return f"{self.base_url}/favorites/destroy.json"

    def sent_id(self):
        return self.id

    def parameters(self):
        pairs = [("id", self.sent_id())]
        if self.include_entities:
            pairs.append(("include_entities", self.include_entities))
        return pairs + list(self.extra)

    # RFC 5849 3.1, 3.3

    def nonce(self):
        return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(32))

    def timestamp(self):
        return str(int(time.time()))

    def oauth(self):
        return [
            ("oauth_consumer_key", self.consumer_key),
            ("oauth_nonce", self.nonce()),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", self.timestamp()),
            ("oauth_token", self.token),
            ("oauth_version", "1.0"),
        ]

    # RFC 5849 3.6

    def encode(self, text):
        return urllib.parse.quote(text, safe="-._~")

    # RFC 5849 3.4.1.3.2

    def sort(self, pairs):
        return sorted(pairs)

    def parameter_string(self, pairs):
        encoded = [(self.encode(n), self.encode(v)) for n, v in pairs]
        return "&".join(f"{n}={v}" for n, v in self.sort(encoded))

    # RFC 5849 3.4.1.2

    def base_uri(self, url):
        parts = urllib.parse.urlsplit(url)
        port = {"http": 80, "https": 443}.get(parts.scheme)
        host = parts.hostname if parts.port in (None, port) else f"{parts.hostname}:{parts.port}"
        return f"{parts.scheme}://{host}{parts.path or '/'}"

    # RFC 5849 3.4.1.1

    def signed_method(self):
        return self.method

    def base_string(self, url, pairs):
        return "&".join([self.signed_method(), self.encode(self.base_uri(url)),
                         self.encode(self.parameter_string(pairs))])

    # RFC 5849 3.4.2

    def key(self):
        return f"{self.encode(self.consumer_secret)}&{self.encode(self.token_secret)}"

    def digest(self, key, text):
        return hmac.new(key.encode(), text.encode(), hashlib.sha1).digest()

    def text_of_digest(self, digest):
        return base64.b64encode(digest).decode()

    def signed(self, oauth, query, body):
        """The pairs that are signed."""
        return oauth + query + body

    def sign(self, url, pairs):
        return self.text_of_digest(self.digest(self.key(), self.base_string(url, pairs)))

    # RFC 5849 3.5

    def header_value(self, name, value):
        return self.encode(value)

    def header(self, oauth):
        return "OAuth " + ", ".join(f'{n}="{self.header_value(n, v)}"' for n, v in oauth)

    def form(self, pairs):
        return "&".join(f"{self.encode(n)}={self.encode(v)}" for n, v in pairs)

    # The request

    def place(self, oauth):
        """Query pairs, body pairs, header fields."""
        query, body, fields = [], [], {"Accept": "application/json", "Accept-Encoding": "gzip"}
        {"query": query, "body": body}[self.parameter_place].extend(self.parameters())
        return query, body, fields

    def build(self, url):
        url, _, rest = url.partition("?")
        oauth = self.oauth()
        query, body, fields = self.place(oauth)
        if rest:
            query = urllib.parse.parse_qsl(rest, keep_blank_values=True)
            body = []
        oauth.append(("oauth_signature", self.sign(url, self.signed(oauth, query, body))))
        if self.oauth_place == "header":
            fields["Authorization"] = self.header(oauth)
        elif self.oauth_place == "query":
            query = query + oauth
        else:
            body = body + oauth
        if body:
            fields["Content-Type"] = "application/x-www-form-urlencoded"
        return url + (f"?{self.form(query)}" if query else ""), self.form(body), fields

    def context(self):
        return ssl.create_default_context(cafile=self.cacert)

    def connect(self, parts):
        if parts.scheme == "https":
            return http.client.HTTPSConnection(parts.netloc, timeout=TIMEOUT_S,
                                               context=self.context())
        return http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_S)

    def target(self, parts):
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def exchange(self, url, body, fields):
        parts = urllib.parse.urlsplit(url)
        connection = self.connect(parts)
        try:
            connection.request(self.method, self.target(parts), body, fields)
            answer = connection.getresponse()
            data = answer.read()
            if answer.getheader("content-encoding") == "gzip":
                data = gzip.decompress(data)
            return Answer(answer.status, answer.headers, data)
        except (OSError, http.client.HTTPException, EOFError) as e:
            raise Failed(f"no answer: {e!r}") from e
        finally:
            connection.close()

    def send(self, url):
        return self.exchange(*self.build(url))

    # What comes back

    def target_of_redirect(self, url, answer):
        """Where to go on, None where not: never to another origin."""
        place = answer.headers.get("location")
        if not (self.follow and answer.status in REDIRECTS and place):
            return None
        there = urllib.parse.urljoin(url, place)
        old, new = urllib.parse.urlsplit(url), urllib.parse.urlsplit(there)
        return there if (old.scheme, old.netloc) == (new.scheme, new.netloc) else None

    def wait(self, answer):
        """Seconds until it may be sent again; None: not at all."""
        if answer.status == 429 and "x-rate-limit-reset" in answer.headers:
            return max(0, int(answer.headers["x-rate-limit-reset"]) - time.time()) + 0.1
        if answer.status in (500, 502, 503, 504):
            return float(answer.headers.get("retry-after", 0.1))
        return None

    def attempt(self):
        url = self.url()
        for _ in range(3):
            answer = self.send(url)
            there = self.target_of_redirect(url, answer)
            if there is None:
                return answer
            url = there
        raise Failed("too many redirects")

    def answer(self):
        for attempts in (2, 1, 0):
            answer = None
            try:
                answer = self.attempt()
            except Failed:
                if not (self.retry and attempts):
                    raise
                continue
            delay = self.wait(answer)
            if not (self.retry and attempts) or delay is None or delay > 5:
                return answer
            time.sleep(delay)
        return answer

    def check(self, answer):
        if answer.status != 200:
            raise Failed(f"status {answer.status}: {answer.body[:200]!r}")
        try:
            status = json.loads(answer.body)
        except ValueError as e:
            raise Failed(f"the body is no JSON: {e}") from e
        if not isinstance(status, dict) or status.get("id_str") != self.id:
            raise Failed("the body is not the status that was asked for")

    def run(self):
        try:
            self.check(self.answer())
        except Failed as e:
            print(e, file=sys.stderr)
            return 1
        return 0
