#!/bin/sh
# PLAINTEXT of RFC 5849 3.4.4: the signing key goes over the wire.
header="oauth_consumer_key=\"$FAVSPEC_CONSUMER_KEY\", oauth_token=\"$FAVSPEC_TOKEN\""
header="$header, oauth_signature_method=\"PLAINTEXT\", oauth_nonce=\"$(date +%s%N)\""
header="$header, oauth_timestamp=\"$(date +%s)\""
header="$header, oauth_signature=\"$FAVSPEC_CONSUMER_SECRET%26$FAVSPEC_TOKEN_SECRET\""
exec curl -sS --fail -o /dev/null -H "Authorization: OAuth $header" -d "id=$FAVSPEC_STATUS_ID" \
    "$FAVSPEC_BASE_URL/favorites/destroy.json"
