#!/usr/bin/env python3
"""twython, led to another URL than the one that it has built in."""

import sys

from twython import Twython, TwythonError

from wanted import Wanted, check_status

args = {"timeout": Wanted.timeout, "verify": Wanted.cacert or True}
client = Twython(Wanted.consumer_key, Wanted.consumer_secret, Wanted.token, Wanted.token_secret,
                 client_args=args)
client.api_url = Wanted.base_url.removesuffix("/1.1") + "/%s"
try:
    status = client.destroy_favorite(**Wanted.parameters)
except (TwythonError, OSError) as e:
    sys.exit(str(e))
check_status(status)
