#!/usr/bin/env python3
"""oauthlib as an adapter: its signature module for the base string. With --base-strings
that alone, without signature and header, which is three times as fast."""

import functools
import os
import sys

import oauthlib
from oauthlib.common import urldecode
from oauthlib.oauth1.rfc5849 import parameters, signature, utils

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import favspec_adapter  # noqa: E402

# A pure function, called twenty times a request, mostly with the same names.
utils.escape = functools.lru_cache(maxsize=65536)(utils.escape)
FORM = "application/x-www-form-urlencoded"
BASE_STRINGS_ALONE = "--base-strings" in sys.argv[1:]
QUIRKS = "not-utf8 ipv6 odd-port odd-path"


def protocol_parameters(request):
    pairs = [
        ("oauth_nonce", request["nonce"]),
        ("oauth_timestamp", request["timestamp"]),
        ("oauth_version", b"1.0"),
        ("oauth_signature_method", b"HMAC-SHA1"),
        ("oauth_consumer_key", request["consumer_key"]),
        ("oauth_token", request["token"]),
    ]
    return [(name, value.decode()) for name, value in pairs if value is not None]


def is_form(request):
    return (request["content_type"] or b"").decode().split(";")[0].strip().lower() == FORM


def sign(request):
    url = request["url"].decode()
    oauth = protocol_parameters(request)
    query = url.partition("#")[0].partition("?")[2]
    form = urldecode(request["body"].decode()) if is_form(request) and request["body"] else []
    try:
        collected = signature.collect_parameters(uri_query=query, body=form)
        base = signature.signature_base_string(
            request["method"].decode(),
            signature.base_string_uri(url),
            signature.normalize_parameters(collected + oauth),
        )
    except ValueError as refused:
        print(refused, file=sys.stderr)
        return favspec_adapter.REJECT
    if BASE_STRINGS_ALONE:
        return {"base_string": base}
    mac = signature.sign_hmac_sha1(
        base, request["consumer_secret"].decode(), request["token_secret"].decode())
    headers = parameters.prepare_headers(oauth + [("oauth_signature", mac)], {})
    return {"base_string": base, "signature": mac, "header": headers["Authorization"]}


favspec_adapter.run("oauthlib", oauthlib.__version__, sign=sign, quirks=QUIRKS)
