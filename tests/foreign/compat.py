#!/usr/bin/env python3
"""GNU social or Friendica, as they were examined: small ids, other paths, other errors.

They speak the same API below another base URL and make the mistakes that the real ones
make. Shares no line with lib/ or refserver/. Needs Python 3.8 and nothing else.
"""

import argparse
import os
import socket
import sys
import threading

from friendica import Friendica
from gnusocial import GnuSocial
from oauth1 import Account
from server import serve_connection
from style import Style

KINDS = {"gnusocial": GnuSocial, "friendica": Friendica}


def options():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("kind", choices=KINDS)
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--id", type=int, default=int(os.environ.get("FAVSPEC_STATUS_ID") or 3))
    p.add_argument("--start", choices=["liked", "unliked"], default="liked")
    p.add_argument("--delay", type=float, default=0, metavar="SECS", help="before each answer")
    p.add_argument("--one-second", action="store_true",
                   help="a like within a second of the last one is refused")
    p.add_argument("--port-twice", action="store_true",
                   help="the port stands in the base string twice")
    return p.parse_args()


def account():
    env = os.environ.get
    return Account(env("FAVSPEC_CONSUMER_KEY", "foreign-consumer"),
                   env("FAVSPEC_CONSUMER_SECRET", "foreign consumer/secret"),
                   env("FAVSPEC_TOKEN", "77001-foreign"),
                   env("FAVSPEC_TOKEN_SECRET", "foreign+token&secret"))


def main():
    args = options()
    service = KINDS[args.kind](account(), args.id, args)
    style = Style(server="Apache", field_case="title")
    listener = socket.create_server(("127.0.0.1", args.port), backlog=128)
    print(f"READY http://127.0.0.1:{listener.getsockname()[1]}/api", flush=True)
    try:
        while True:
            sock, _ = listener.accept()
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=serve_connection, daemon=True,
                             args=(sock, service, style, args.delay, lambda _name: False)).start()
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
