"""What the PHP servers of this API share: small ids, casts, $_REQUEST, and OAuth by a library."""

import base64
import hashlib
import hmac
import json
import re
import threading
import time

from http1 import Answer
from oauth1 import escape, pairs_of_form
from urllib.parse import unquote_to_bytes

WINDOW_S = 300
METHODS = (b"HMAC-SHA1", b"PLAINTEXT")


class Refusal(Exception):
    """An answer that is no success; how it is written is the server's affair."""

    def __init__(self, status, text):
        super().__init__(status, text)
        self.status, self.text = status, text


def number_of(text):
    """The number that PHP and the database make of a text; None when there is none."""
    found = re.match(rb"[\s+]*(\d+)", text or b"")
    number = int(found.group(1)) if found else 0
    return number if 0 < number < 1 << 63 else None


class Likes:
    """Statuses 1 to 12 in the stream of the account; 13 to 20 are those of strangers."""

    def __init__(self, status_id, liked):
        self.lock = threading.Lock()
        self.stream = set(range(1, 13)) | {status_id}
        self.all = self.stream | set(range(13, 21))
        self.liked = {2, 5} | ({status_id} if liked else set())
        self.liked_at = {}

    def add(self, number, within_s):
        """False when the status is liked; None when the last like is too young."""
        with self.lock:
            if number in self.liked:
                return False
            if time.monotonic() - self.liked_at.get(number, -9) < within_s:
                return None
            self.liked.add(number)
            self.liked_at[number] = time.monotonic()
            return True

    def remove(self, number):
        with self.lock:
            there = number in self.liked
            self.liked.discard(number)
            return there


class Verifier:
    """The signature as these libraries check it."""

    def __init__(self, account, traits):
        self.account = account
        self.traits = traits
        self.lock = threading.Lock()
        self.seen = set()

    def check(self, request, parameters):
        """parameters: everything that was sent, one value a name. Raises Refusal."""
        oauth = {n: v for n, v in parameters.items() if n.startswith(b"oauth_")}
        if not oauth:
            raise Refusal(401, "Could not authenticate you.")
        for name in (b"consumer_key", b"token", b"signature_method", b"signature",
                     b"timestamp", b"nonce"):
            if not oauth.get(b"oauth_" + name):
                raise Refusal(401, f"Missing {name.decode()} parameter. The parameter is required")
        if oauth.get(b"oauth_version", b"1.0") != b"1.0":
            raise Refusal(401, "OAuth version not supported")
        if oauth[b"oauth_consumer_key"] != self.account.consumer_key:
            raise Refusal(401, "Invalid consumer")
        if oauth[b"oauth_token"] != self.account.token:
            raise Refusal(401, "Invalid access token")
        self.check_clock(oauth[b"oauth_timestamp"])
        self.check_nonce(oauth)
        self.check_signature(request, oauth, parameters)

    def check_clock(self, stamp):
        if not re.match(rb"\d{1,18}\Z", stamp):
            if self.traits.timestamp_500:
                raise Refusal(500, "Database error")
            stamp = b"0"
        if abs(int(stamp) - time.time()) > WINDOW_S:
            raise Refusal(401, "Expired timestamp")

    def check_nonce(self, oauth):
        nonce = oauth[b"oauth_nonce"]
        if self.traits.nonce_max and len(nonce) > self.traits.nonce_max:
            raise Refusal(500, "Database error")
        if self.traits.replays:
            return
        with self.lock:
            spent = (oauth[b"oauth_timestamp"], nonce)
            if spent in self.seen:
                raise Refusal(401, "Nonce already used")
            self.seen.add(spent)

    def check_signature(self, request, oauth, parameters):
        method, got = oauth[b"oauth_signature_method"], oauth[b"oauth_signature"]
        key = escape(self.account.consumer_secret) + b"&" + escape(self.account.token_secret)
        if method not in METHODS[: 2 if self.traits.plaintext else 1]:
            raise Refusal(401, "Signature method not supported")
        if method == b"HMAC-SHA1":
            text = b"&".join(escape(part) for part in (
                request.method.encode(), self.base_uri(request), normalized(parameters)))
            key = base64.b64encode(hmac.new(key, text, hashlib.sha1).digest())
        if not hmac.compare_digest(got, key):
            raise Refusal(401, "Invalid signature")

    def base_uri(self, request):
        host = request.host().lower()
        name, _, port = host.partition(b":")
        if self.traits.port_twice and port not in (b"", b"80"):
            host = name + b":" + port + b":" + port
        elif port == b"80":
            host = name
        return b"http://" + host + request.path


def normalized(parameters):
    pairs = sorted((escape(n), escape(v)) for n, v in parameters.items()
                   if n != b"oauth_signature")
    return b"&".join(n + b"=" + v for n, v in pairs)


def header_parameters(value, strict):
    """OAuth parameters of an Authorization header; strict: values are percent-encoded."""
    if value[:6].lower() != b"oauth ":
        return {}
    found = {}
    for name, text in re.findall(rb'(oauth_[a-z_-]*)\s*=\s*"?([^",]*)"?', value):
        if strict and re.search(rb"[+/=]", text):
            raise Refusal(401, "Invalid signature")
        found[name] = unquote_to_bytes(text)
    return found


class Service:
    """One request in, one answer out. Subclasses are servers."""

    # What a subclass says of itself:
    prefix = b"/api"
    timestamp_500 = False
    nonce_max = 0
    replays = False
    plaintext = False
    strict_header = False

    def __init__(self, account, status_id, options):
        self.likes = Likes(status_id, options.start == "liked")
        self.port_twice = options.port_twice
        self.one_second = options.one_second
        self.verifier = Verifier(account, self)

    def answer(self, request):
        self.path = request.path.decode("latin-1")
        try:
            return self.handle(request)
        except Refusal as refusal:
            answer = self.refusal(request, refusal)
            if refusal.status == 401:
                answer.fields.append(("www-authenticate", 'Basic realm="API"'))
            return answer

    def parameters(self, request):
        """What $_REQUEST holds, and the header's: one value a name, the last one wins."""
        found = dict(pairs_of_form(request.query))
        if request.media_type() == b"application/x-www-form-urlencoded":
            found.update(pairs_of_form(request.body))
        found.update(header_parameters(request.first(b"authorization"), self.strict_header))
        return found

    def authenticate(self, request, parameters):
        self.verifier.check(request, parameters)

    @staticmethod
    def json(status, value, kind="application/json; charset=utf-8"):
        return Answer(status, json.dumps(value).replace("/", "\\/").encode(), kind)
