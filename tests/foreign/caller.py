"""Calls a server as its one account would: signs and sends."""

import gzip
import http.client
import json
import secrets
import time
import urllib.parse

import oauth1
from http1 import Request

ACCOUNT = oauth1.Account("foreign-consumer", "foreign consumer/secret", "77001-foreign",
                         "foreign+token&secret")


def honest(_name):
    return False


class Caller:
    """Signs and sends; one connection a call."""

    def __init__(self, url, account=ACCOUNT):
        parts = urllib.parse.urlsplit(url)
        self.authority, self.prefix = parts.netloc, parts.path
        self.account = account

    def call(self, method, path, query="", body="", **changes):
        target = f"{self.prefix}{path}" + (f"?{query}" if query else "")
        request = Request(method, target.encode(), b"HTTP/1.1",
                          [(b"Host", self.authority.encode())])
        oauth = {"oauth_consumer_key": self.account.consumer_key.decode(),
                 "oauth_token": self.account.token.decode(),
                 "oauth_signature_method": "HMAC-SHA1", "oauth_version": "1.0",
                 "oauth_timestamp": str(int(time.time())), "oauth_nonce": f"n{secrets.token_hex(8)}"}
        oauth.update(changes)
        pairs = [(n.encode(), v.encode()) for n, v in oauth.items()]
        everything = (pairs + oauth1.pairs_of_form(request.query)
                      + oauth1.pairs_of_form(body.encode()))
        verifier = oauth1.Verifier(self.account, "http", honest)
        signature = verifier.sign(request, method, everything, verifier.key())
        pairs.append((b"oauth_signature", signature))
        header = "OAuth " + ", ".join(
            f'{n.decode()}="{oauth1.escape(v).decode()}"' for n, v in pairs)
        fields = {"Authorization": header, "Accept-Encoding": "gzip"}
        if body:
            fields["Content-Type"] = "application/x-www-form-urlencoded"
        return self.send(method, target, body, fields)

    def send(self, method, target, body="", fields=None):
        connection = http.client.HTTPConnection(self.authority, timeout=10)
        connection.request(method, target, body or None, fields or {})
        answer = connection.getresponse()
        data = answer.read()
        if answer.getheader("content-encoding") == "gzip":
            data = gzip.decompress(data)
        connection.close()
        return answer.status, json.loads(data) if data else None
