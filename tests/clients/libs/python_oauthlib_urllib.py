#!/usr/bin/env python3
"""oauthlib signs, urllib sends: the parameters in the query."""

import http.client
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request

from oauthlib.oauth1 import Client

from wanted import Wanted, check


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


client = Client(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token, Wanted.token_secret)
url, headers, body = client.sign(Wanted.url + "?" + urllib.parse.urlencode(Wanted.parameters),
                                 http_method="POST")
request = urllib.request.Request(url, data=b"", headers=headers, method="POST")
opener = urllib.request.build_opener(
    Stay, urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=Wanted.cacert)))
try:
    with opener.open(request, timeout=Wanted.timeout) as answer:
        check(answer.status, answer.read())
except urllib.error.HTTPError as e:
    sys.exit(f"status {e.code}")
except (OSError, http.client.HTTPException) as e:
    sys.exit(repr(e))
