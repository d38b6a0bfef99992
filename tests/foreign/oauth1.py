"""OAuth 1.0a as a server sees it: RFC 5849, HMAC-SHA1, one account."""

import base64
import hashlib
import hmac
import re
import threading
import time
from urllib.parse import quote, unquote_to_bytes

WINDOW_S = 300
NEEDED = [b"oauth_consumer_key", b"oauth_token", b"oauth_signature_method",
          b"oauth_timestamp", b"oauth_nonce", b"oauth_signature"]
PARAMETER = re.compile(rb'\s*([^\s=",]+)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|\Z)')


class Denied(Exception):
    def __init__(self, status, code, detail=""):
        super().__init__(status, code, detail)
        self.status, self.code, self.detail = status, code, detail


class Account:
    def __init__(self, consumer_key, consumer_secret, token, token_secret):
        self.consumer_key = consumer_key.encode()
        self.consumer_secret = consumer_secret.encode()
        self.token = token.encode()
        self.token_secret = token_secret.encode()


def escape(data):
    return quote(data, safe="-._~").encode()


def pairs_of_form(data, plus_is_space=True):
    pairs = []
    for part in data.split(b"&"):
        if not part:
            continue
        name, _, value = part.partition(b"=")
        if plus_is_space:
            name, value = name.replace(b"+", b" "), value.replace(b"+", b" ")
        pairs.append((unquote_to_bytes(name), unquote_to_bytes(value)))
    return pairs


def pairs_of_header(value):
    """The parameters of an OAuth header, realm left out."""
    scheme, _, rest = value.strip().partition(b" ")
    if scheme.lower() != b"oauth":
        raise Denied(403 if scheme.lower() == b"bearer" else 400,
                     220 if scheme.lower() == b"bearer" else 215, "scheme")
    pairs, at, rest = [], 0, rest.strip()
    while at < len(rest):
        empty = re.compile(rb"\s*,").match(rest, at)
        if empty:
            at = empty.end()
            continue
        found = PARAMETER.match(rest, at)
        if not found:
            raise Denied(400, 215, "header")
        at = found.end()
        if found.group(1).lower() != b"realm":
            pairs.append((unquote_to_bytes(found.group(1)), unquote_to_bytes(found.group(2))))
    return pairs


def protocol(pairs):
    return [p for p in pairs if p[0].startswith(b"oauth_")]


class Verifier:
    def __init__(self, account, scheme, wrong):
        self.account = account
        self.scheme = scheme
        self.wrong = wrong
        self.lock = threading.Lock()
        self.seen = {}
        self.newest = 0
        self.cookies = False
        self.host = b""  # what the server is configured with; else the Host of a request

    def check(self, request, form):
        """Returns when the request is the account's; raises Denied otherwise."""
        wrong = self.wrong
        if wrong("cookie-session") and b"session=open" in request.first(b"cookie"):
            return
        header = self.header(request)
        if header is None and wrong("bearer-accepted") and bearer(request):
            return
        plus = not wrong("plus-kept")
        header = pairs_of_header(header) if header is not None else []
        query = pairs_of_form(request.query, plus)
        places = [p for p in (header, form, query) if protocol(p)]
        if not places:
            raise Denied(400, 215, "nothing")
        if len(places) > 1:
            raise Denied(401, 32, "places")
        oauth = self.protocol_parameters(protocol(places[0]))
        self.check_credentials(oauth)
        self.check_clock(oauth)
        stamp = oauth[b"oauth_timestamp"]
        if wrong("nonce-forever"):
            stamp = b""
        nonce = (stamp, oauth[b"oauth_nonce"])
        self.check_nonce(nonce, spend=wrong("nonce-burned"))
        self.check_signature(request, oauth, header, query, form)
        self.check_nonce(nonce, spend=not wrong("nonce-burned"))

    def header(self, request):
        if self.wrong("header-field-case"):
            found = [v for n, v in request.fields if n == b"Authorization"]
        else:
            found = request.all(b"authorization")
        if len(found) > 1:
            raise Denied(400, 215, "several headers")
        if self.wrong("bearer-accepted") and bearer(request):
            return None
        return found[0] if found else None

    def protocol_parameters(self, pairs):
        wrong = self.wrong
        if wrong("header-order-demanded") and pairs[0][0] != b"oauth_consumer_key":
            raise Denied(401, 32, "order")
        oauth = {}
        for name, value in pairs:
            if name in oauth:
                raise Denied(401, 32, "twice")
            oauth[name] = value
        plain = wrong("plaintext-accepted") and oauth.get(
            b"oauth_signature_method") == b"PLAINTEXT"
        for name in NEEDED:
            if plain and name in (b"oauth_timestamp", b"oauth_nonce"):
                oauth.setdefault(name, b"%d" % time.time_ns())
            if not oauth.get(name):
                raise Denied(400, 215, "missing")
        if oauth.get(b"oauth_version", b"1.0") != b"1.0" and not wrong("version-any"):
            raise Denied(401, 32, "version")
        if oauth[b"oauth_signature_method"] != b"HMAC-SHA1" and not plain:
            raise Denied(401, 32, "method")
        return oauth

    def check_credentials(self, oauth):
        if oauth[b"oauth_consumer_key"] != self.account.consumer_key:
            raise Denied(401, 32, "consumer")
        if oauth[b"oauth_token"] != self.account.token and not self.wrong("token-any"):
            raise Denied(401, 89, "token")

    def check_clock(self, oauth):
        stamp = oauth[b"oauth_timestamp"]
        if oauth[b"oauth_signature_method"] == b"PLAINTEXT":
            return
        if not re.match(rb"[1-9][0-9]{0,14}\Z", stamp):
            raise Denied(500 if self.wrong("timestamp-500") else 401, 135, "not a number")
        if abs(int(stamp) - time.time()) > WINDOW_S and not self.wrong("stale-accepted"):
            raise Denied(401, 135, "stale")
        if self.wrong("order-demanded"):
            with self.lock:
                if int(stamp) < self.newest:
                    raise Denied(401, 135, "order")
                self.newest = int(stamp)

    def check_nonce(self, nonce, spend):
        if self.wrong("nonce-short") and len(nonce[1]) > 32:
            raise Denied(500, 131, "nonce")
        with self.lock:
            if nonce in self.seen and not self.wrong("replay-accepted"):
                if spend or not self.wrong("nonce-burned"):
                    raise Denied(401, 32, "nonce")
            if spend:
                self.seen[nonce] = time.time()
            if len(self.seen) > 500000:
                old = time.time() - 2 * WINDOW_S
                self.seen = {k: t for k, t in self.seen.items() if t > old}

    # -- the signature ------------------------------------------------------

    def check_signature(self, request, oauth, header, query, form):
        if self.wrong("signature-unchecked"):
            return
        got = oauth[b"oauth_signature"]
        if oauth[b"oauth_signature_method"] == b"PLAINTEXT":
            if hmac.compare_digest(got, self.key()):
                return
            raise Denied(401, 32, "signature")
        for method, parameters, key in self.readings(request, header, query, form):
            if hmac.compare_digest(got, self.sign(request, method, parameters, key)):
                return
        detail = "signature"
        if self.wrong("secret-told"):
            detail = "expected key " + self.key().decode()
        raise Denied(401, 32, detail)

    def key(self):
        return escape(self.account.consumer_secret) + b"&" + escape(self.account.token_secret)

    def readings(self, request, header, query, form):
        """The one honest reading of the request; wrong servers know more of them."""
        everything = header + query + (protocol(form) if self.wrong("body-left-out") else form)
        yield request.method, everything, self.key()
        if self.wrong("extra-unsigned"):
            known = [p for p in query + form if p[0] in (b"id", b"include_entities")]
            yield request.method, header + protocol(query + form) + known, self.key()
        if self.wrong("method-unsigned"):
            for method in ("GET", "POST", "PUT", "DELETE"):
                yield method, everything, self.key()
        if self.wrong("token-secret-unused"):
            yield request.method, everything, escape(self.account.consumer_secret) + b"&"

    def sign(self, request, method, parameters, key):
        text = b"&".join([escape(method.upper().encode()), escape(self.base_uri(request)),
                          escape(self.normalized(parameters))])
        return base64.b64encode(hmac.new(key, text, hashlib.sha1).digest())

    def base_uri(self, request):
        host = self.host or request.host()
        if not self.wrong("host-case-kept"):
            host = host.lower()
        usual = b":443" if self.scheme == "https" else b":80"
        if host.endswith(usual):
            host = host[: -len(usual)]
        if self.wrong("port-dropped"):
            host = re.sub(rb":\d+\Z", b"", host)
        return self.scheme.encode() + b"://" + host + (request.path or b"/")

    def normalized(self, parameters):
        pairs = [p for p in parameters if p[0] != b"oauth_signature"]
        if self.wrong("duplicates-collapsed"):
            pairs = list(dict(pairs).items())
        if self.wrong("empty-dropped"):
            pairs = [p for p in pairs if p[1]]
        pairs = [(escape(n), escape(v)) for n, v in pairs]
        if self.wrong("sort-by-name"):
            pairs.sort(key=lambda p: p[0])
        else:
            pairs.sort()
        return b"&".join(n + b"=" + v for n, v in pairs)


def bearer(request):
    return request.first(b"authorization")[:7].lower() == b"bearer "
