#!/usr/bin/env python3
"""requests-oauthlib as most programs use it: a session, which follows redirects."""

import sys

import requests
from requests_oauthlib import OAuth1Session

from wanted import Wanted, check

session = OAuth1Session(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token,
                        Wanted.token_secret)
try:
    answer = session.post(Wanted.url, params=Wanted.parameters, timeout=Wanted.timeout,
                          verify=Wanted.cacert or True)
except requests.RequestException as e:
    sys.exit(str(e))
check(answer.status_code, answer.content)
