#!/usr/bin/env python3
"""python-twitter, whose method has no way to leave include_entities out."""

import os
import sys

import twitter

from wanted import Wanted, check_status

if Wanted.cacert:
    os.environ["REQUESTS_CA_BUNDLE"] = Wanted.cacert
api = twitter.Api(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token, Wanted.token_secret,
                  base_url=Wanted.base_url, timeout=Wanted.timeout)
try:
    status = api.DestroyFavorite(status_id=Wanted.id,
                                 include_entities=Wanted.include_entities != "false")
except (twitter.TwitterError, OSError, ValueError) as e:
    sys.exit(str(e))
check_status(status._json)
