#!/usr/bin/env python3
"""oauthlib with all OAuth parameters in the form body, urllib sends."""

import http.client
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

from oauthlib.oauth1 import SIGNATURE_TYPE_BODY, Client

from wanted import Wanted, check


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


client = Client(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token, Wanted.token_secret,
                signature_type=SIGNATURE_TYPE_BODY)
url, headers, body = client.sign(
    Wanted.url, http_method="POST", body=urllib.parse.urlencode(Wanted.parameters),
    headers={"Content-Type": "application/x-www-form-urlencoded"})
request = urllib.request.Request(url, data=body.encode(), headers=headers, method="POST")
opener = urllib.request.build_opener(
    Stay, urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=Wanted.cacert)))
try:
    with opener.open(request, timeout=Wanted.timeout) as answer:
        check(answer.status, answer.read())
except urllib.error.HTTPError as e:
    sys.exit(f"status {e.code}")
except (OSError, http.client.HTTPException) as e:
    sys.exit(repr(e))
