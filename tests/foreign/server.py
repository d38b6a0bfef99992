#!/usr/bin/env python3
"""A server of POST favorites/destroy that shares no line with the one in refserver/.

It is written from the documents alone, in another language, with other words, another order
and another world, and it is honest unless --defect says otherwise: whatever favspec holds
against it without a defect is a false alarm. Needs Python 3.8 and nothing else.
"""

import argparse
import os
import socket
import ssl
import sys
import threading
import time

import defects
from http1 import Answer, Connection, Gone, Refused
from oauth1 import Account
from service import Service
from style import STYLES
from world import World

BIG_ID, SMALL_ID = 1357924680135792641, 900001


def options():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--listen", default="127.0.0.1", metavar="ADDR")
    p.add_argument("--prefix", default="/1.1", help="path before favorites/… (default /1.1)")
    p.add_argument("--style", type=int, default=0, choices=range(len(STYLES)))
    p.add_argument("--missing", action="append", default=[],
                   choices=["show", "list", "create", "verify"])
    p.add_argument("--small-ids", action="store_true", help="ids as of 2006")
    p.add_argument("--adjacent", action="store_true", help="ids one after the other")
    p.add_argument("--id", type=int, help="the status (default: FAVSPEC_STATUS_ID)")
    p.add_argument("--start", choices=["liked", "unliked"], help="the status at the start")
    p.add_argument("--defect", action="append", default=[], choices=defects.NAMES,
                   metavar="NAME")
    p.add_argument("--list-defects", action="store_true",
                   help="name, fail or warn, requirement, sentence; with tabs between")
    p.add_argument("--latency", type=float, default=0, metavar="MS")
    p.add_argument("--cert", help="PEM of certificate and key: https")
    return p.parse_args()


def account():
    env = os.environ.get
    return Account(env("FAVSPEC_CONSUMER_KEY", "foreign-consumer"),
                   env("FAVSPEC_CONSUMER_SECRET", "foreign consumer/secret"),
                   env("FAVSPEC_TOKEN", "77001-foreign"),
                   env("FAVSPEC_TOKEN_SECRET", "foreign+token&secret"))


def serve_connection(sock, service, style, latency_s, wrong):
    connection = Connection(sock, wrong)
    keep = True
    try:
        while keep:
            request = connection.request()
            time.sleep(latency_s)
            asked = request.first(b"connection").lower()
            keep = not style.http10 and asked != b"close" and request.version == b"HTTP/1.1"
            answer = service.answer(request)
            keep = keep and not (answer.cut or answer.vanish)
            connection.send(answer, request, style, close=not keep)
        connection.linger()
    except Refused as refused:
        refuse(connection, style, refused)
    except (Gone, OSError):
        pass
    finally:
        sock.close()


def refuse(connection, style, refused):
    status = refused.status
    try:
        answer = Answer(status, style.spelled(style.error(status)), style.kind)
        if refused.bare and style.bare_garbage:
            connection.sock.sendall(b"<!DOCTYPE HTML><title>Error</title><p>Bad request")
        else:
            connection.send(answer, None, style, close=True)
        connection.linger()
    except OSError:
        pass


def accept_forever(listener, tls, service, style, latency_s, wrong):
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        thread = threading.Thread(
            target=secured, daemon=True, args=(sock, tls, service, style, latency_s, wrong))
        thread.start()


def secured(sock, tls, *rest):
    try:
        if tls:
            sock.settimeout(10)
            sock = tls.wrap_socket(sock, server_side=True)
    except OSError:
        sock.close()
        return
    serve_connection(sock, *rest)


def main():
    args = options()
    if args.list_defects:
        print("\n".join("\t".join(row) for row in defects.TABLE))
        return 0
    chosen = frozenset(args.defect)
    wrong = chosen.__contains__
    style = STYLES[args.style]
    number = args.id or int(os.environ.get("FAVSPEC_STATUS_ID")
                            or (SMALL_ID if args.small_ids else BIG_ID))
    liked = args.start == "liked" if args.start else style.starts_liked
    world = World(number, args.small_ids, liked, style.lag_s, style.old_shape, args.adjacent)
    tls = None
    if args.cert:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(args.cert)
    scheme = "https" if tls else "http"
    service = Service(account(), world, style, args.prefix, args.missing, scheme, wrong)
    listener = socket.create_server((args.listen, args.port), backlog=128)
    port = listener.getsockname()[1]
    if style.configured:
        service.verifier.host = f"{args.listen}:{port}".encode()
    print(f"READY {scheme}://{args.listen}:{port}{args.prefix.rstrip('/')}", flush=True)
    try:
        accept_forever(listener, tls, service, style, args.latency / 1000, wrong)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
