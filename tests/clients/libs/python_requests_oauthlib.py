#!/usr/bin/env python3
"""requests-oauthlib: the header, the parameters in the form body."""

import sys

import requests
from requests_oauthlib import OAuth1

from wanted import Wanted, check

auth = OAuth1(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token, Wanted.token_secret)
try:
    answer = requests.post(Wanted.url, data=Wanted.parameters, auth=auth, timeout=Wanted.timeout,
                           allow_redirects=False, verify=Wanted.cacert or True)
except requests.RequestException as e:
    sys.exit(str(e))
check(answer.status_code, answer.content)
