#!/bin/sh
# What the replayer has to refuse: no input, an unreadable one, a broken promise.
#
#   replay_test.sh REPLAY_PERCENT
set -eu
replay=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/empty"
printf 'a%%20b' >"$work/ok-fine"
printf 'a%%2' >"$work/rej-broken"
printf 'a%%2' >"$work/ok-broken"
printf 'a' >"$work/rej-fine"
printf 'a' >"$work/nameless"

expect() { # STATUS TEXT ARGUMENTS…
    status=$1 text=$2
    shift 2
    code=0
    "$replay" "$@" >"$work/log" 2>&1 || code=$?
    if [ "$code" != "$status" ] || ! grep -q -e "$text" "$work/log"; then
        cat "$work/log"
        echo "replay $*: exit $code, not $status with \"$text\""
        exit 1
    fi
}

expect 0 '2 inputs' "$work/ok-fine" "$work/rej-broken"
expect 0 "^slowest percent: [0-9.]* ms $work/" --slowest "$work/ok-fine" "$work/rej-broken"
expect 1 'no such option' --slow "$work/ok-fine"
expect 1 'there was no input' "$work/empty"
expect 1 'there was no input'
expect 1 'No such file' "$work/ok-fine" "$work/ok-absent"
expect 1 'rejected, against its name' "$work/ok-broken"
expect 1 'accepted, against its name' "$work/rej-fine"
expect 1 'begins with none of' "$work/nameless"
if [ "$(id -u)" != 0 ]; then
    chmod 0 "$work/ok-fine"
    expect 1 'Permission denied' "$work/ok-fine"
fi
ln -s loop "$work/loop"
expect 1 'symbolic links' "$work/loop"
echo "replay: all refused as they have to be"
