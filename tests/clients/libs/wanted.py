"""What the Python drivers share: what is asked for, and whether the answer is that."""

import json
import os
import sys


class Wanted:
    base_url = os.environ["FAVSPEC_BASE_URL"]
    url = base_url + "/favorites/destroy.json"
    consumer_key = os.environ["FAVSPEC_CONSUMER_KEY"]
    consumer_secret = os.environ["FAVSPEC_CONSUMER_SECRET"]
    token = os.environ["FAVSPEC_TOKEN"]
    token_secret = os.environ["FAVSPEC_TOKEN_SECRET"]
    id = os.environ["FAVSPEC_STATUS_ID"]
    include_entities = os.environ.get("FAVSPEC_INCLUDE_ENTITIES", "")
    cacert = os.environ.get("FAVSPEC_CACERT")
    timeout = 8

    parameters = {"id": id}
    if include_entities:
        parameters["include_entities"] = include_entities


def check(status_code, body):
    """Ends the program: 0 when this is the status that was asked for."""
    try:
        status = json.loads(body) if status_code == 200 else None
    except ValueError as e:
        sys.exit(f"no JSON: {e}")
    check_status(status, f"status {status_code}")


def check_status(status, otherwise="another document"):
    if not isinstance(status, dict) or status.get("id_str") != Wanted.id:
        sys.exit(otherwise)
    sys.exit(0)
