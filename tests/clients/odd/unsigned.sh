#!/bin/sh
# Knows nothing of OAuth, and takes every answer for success.
curl -sS -o /dev/null -X POST "$FAVSPEC_BASE_URL/favorites/destroy.json?id=$FAVSPEC_STATUS_ID"
exit 0
