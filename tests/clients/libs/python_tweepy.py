#!/usr/bin/env python3
"""tweepy, which speaks https alone: needs --tls."""

import os
import sys
import urllib.parse

import tweepy

from wanted import Wanted, check_status

if Wanted.cacert:
    os.environ["REQUESTS_CA_BUNDLE"] = Wanted.cacert
auth = tweepy.OAuth1UserHandler(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token,
                                Wanted.token_secret)
api = tweepy.API(auth, host=urllib.parse.urlsplit(Wanted.base_url).netloc, timeout=Wanted.timeout)
more = {"include_entities": Wanted.include_entities} if Wanted.include_entities else {}
try:
    status = api.destroy_favorite(Wanted.id, **more)
except tweepy.TweepyException as e:
    sys.exit(str(e))
check_status(status._json)
