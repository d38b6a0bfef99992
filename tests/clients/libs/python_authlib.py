#!/usr/bin/env python3
"""Authlib's session over requests."""

import sys

import requests
from authlib.integrations.requests_client import OAuth1Session

from wanted import Wanted, check

session = OAuth1Session(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token,
                        Wanted.token_secret)
try:
    answer = session.post(Wanted.url, params=Wanted.parameters, timeout=Wanted.timeout,
                          allow_redirects=False, verify=Wanted.cacert or True)
except requests.RequestException as e:
    sys.exit(str(e))
check(answer.status_code, answer.content)
