#!/usr/bin/env python3
"""An adapter to start from: a signer as a first attempt makes it. Its mistakes are real ones;
docs/FUZZ-YOUR-OWN.md runs it."""

import base64
import hashlib
import hmac
import os
import sys
from urllib.parse import parse_qsl, quote, urlsplit

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../adapters"))
import favspec_adapter  # noqa: E402


def escape(text):
    return quote(text, safe="")


def sign(request):
    url = urlsplit(request["url"].decode())
    pairs = parse_qsl(url.query)
    if request["content_type"] == b"application/x-www-form-urlencoded":
        pairs += parse_qsl((request["body"] or b"").decode())
    pairs += [
        ("oauth_consumer_key", request["consumer_key"].decode()),
        ("oauth_nonce", request["nonce"].decode()),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", request["timestamp"].decode()),
        ("oauth_version", "1.0"),
    ]
    if request["token"] is not None:
        pairs.append(("oauth_token", request["token"].decode()))
    pairs = sorted((escape(name), escape(value)) for name, value in pairs)
    parameters = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join(map(escape, (
        request["method"].decode().upper(),
        f"{url.scheme}://{url.netloc}{url.path}",
        parameters,
    )))
    key = f'{escape(request["consumer_secret"])}&{escape(request["token_secret"])}'
    mac = hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()
    return {"base_string": base, "signature": base64.b64encode(mac)}


favspec_adapter.run("example", "1", sign=sign)
