#!/bin/bash
# A right client in the shell: openssl signs, curl sends. The id in the query.
set -u
LC_ALL=C

encode() {
    local text=$1 out='' c i
    for ((i = 0; i < ${#text}; i++)); do
        c=${text:i:1}
        case $c in
        [A-Za-z0-9._~-]) out+=$c ;;
        *) printf -v c '%%%02X' "'$c" && out+=%${c: -2} ;;
        esac
    done
    printf '%s' "$out"
}

url=$FAVSPEC_BASE_URL/favorites/destroy.json
declare -A parameter=(
    [oauth_consumer_key]=$FAVSPEC_CONSUMER_KEY
    [oauth_nonce]=$(openssl rand -hex 16)
    [oauth_signature_method]=HMAC-SHA1
    [oauth_timestamp]=$(date +%s)
    [oauth_token]=$FAVSPEC_TOKEN
    [id]=$FAVSPEC_STATUS_ID
)
[ -z "$FAVSPEC_INCLUDE_ENTITIES" ] || parameter[include_entities]=$FAVSPEC_INCLUDE_ENTITIES

# All names are unreserved and different, so that sorting them sorts the pairs.
string='' query='' header=''
for name in $(printf '%s\n' "${!parameter[@]}" | sort); do
    value=$(encode "${parameter[$name]}")
    string+=${string:+&}$name=$value
    case $name in
    oauth_*) header+="$name=\"$value\", " ;;
    *) query+=${query:+&}$name=$value ;;
    esac
done
base=POST\&$(encode "$url")\&$(encode "$string")
key=$(encode "$FAVSPEC_CONSUMER_SECRET")\&$(encode "$FAVSPEC_TOKEN_SECRET")
signature=$(printf '%s' "$base" | openssl dgst -sha1 -hmac "$key" -binary | base64)

body=$(mktemp)
trap 'rm -f "$body"' EXIT
status=$(curl -sS --fail --compressed --max-time 8 -X POST -o "$body" -w '%{http_code}' \
    ${FAVSPEC_CACERT:+--cacert "$FAVSPEC_CACERT"} \
    -H "Authorization: OAuth ${header}oauth_signature=\"$(encode "$signature")\"" \
    "$url?$query") || exit 1
[ "$status" = 200 ] || exit 1
python3 -c '
import json, sys
status = json.load(open(sys.argv[2], "rb"))
sys.exit(not isinstance(status, dict) or status.get("id_str") != sys.argv[1])
' "$FAVSPEC_STATUS_ID" "$body" 2>/dev/null || exit 1
