#!/usr/bin/env python3
"""Servers that misbehave: what a suite must survive, and must call by its name.

hostile.py MODE [--after N] [--port N]. Prints "READY URL". With --after, the first N requests
are answered honestly (by tests/foreign/), so that the trouble starts in the middle of a run.
Needs Python 3.8; tls-selfsigned needs openssl.
"""

import argparse
import json
import os
import random
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "foreign"))

from http1 import Connection, Gone, Refused  # noqa: E402
from server import BIG_ID, account  # noqa: E402
from service import Service  # noqa: E402
from style import Style  # noqa: E402
from world import World  # noqa: E402

ENDLESS = 1 << 40

# What a terminal, a CI log, a TAP reader or a page would take for its own.
POISON = [
    "\x1b[2J\x1b[31mred\x1b]0;title\x07", "\u202eoverride\u2066\u2069", "\x9b31m",
    "a\n::error::workflow command", "a\r\n##[error]workflow", "a\n##vso[task.complete]x",
    "a\nnot ok 1 - tap\nok 2\n1..999\nBail out!", "a\n##teamcity[testFailed name='x']",
    "<script>alert(1)</script><img src=x onerror=alert(2)>", "\"><svg onload=alert(3)>",
    "]]><failure/>", "\x00\x08\x7f", "|pipe|`tick`\n# heading", "%0A::set-env::", "a\x1b\\b",
]


def head(status, fields, version="HTTP/1.1"):
    lines = [f"{version} {status}"] + [f"{n}: {v}" for n, v in fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")


def whole(status, body, kind="application/json"):
    return head(status, [("Content-Type", kind), ("Content-Length", len(body)),
                         ("Connection", "close")]) + body


def poisoned(value, dice):
    if isinstance(value, dict):
        return {n: poisoned(v, dice) for n, v in value.items()}
    if isinstance(value, list):
        return [poisoned(v, dice) for v in value]
    return dice.choice(POISON) if isinstance(value, str) else value


# -- modes: each gets the connection and the request, and ends with the connection -----------


def hang(peer, _request, _world):
    peer.wait_for_end()


def drip(peer, _request, world):
    for byte in whole("200 OK", document(world)):
        peer.sock.sendall(bytes([byte]))
        time.sleep(0.3)


def close_empty(_peer, _request, _world):
    pass


def close_early(peer, _request, world):
    answer = whole("200 OK", document(world))
    peer.sock.sendall(answer[: len(answer) // 2])


def reset(peer, _request, _world):
    peer.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def gigabytes(peer, _request, _world):
    peer.sock.sendall(head("200 OK", [("Content-Type", "application/json"),
                                      ("Content-Length", ENDLESS)]))
    endless(peer, b'{"text":"', b"a" * 65536)


def gigabytes_chunked(peer, _request, _world):
    peer.sock.sendall(head("200 OK", [("Content-Type", "application/json"),
                                      ("Transfer-Encoding", "chunked")]))
    endless(peer, b"", b"10000\r\n" + b"[" * 65536 + b"\r\n")


def gigabytes_head(peer, _request, _world):
    endless(peer, b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"m" * 4000 + b"\r\n")


def gigabytes_gzip(peer, _request, _world):
    """One gzip stream of 1024 equal parts: 64 KiB each on the wire, 64 MiB unpacked."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = packer.compress(b" " * (64 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    peer.sock.sendall(head("200 OK", [("Content-Type", "application/json"),
                                      ("Content-Encoding", "gzip"),
                                      ("Connection", "close")]))
    peer.sock.sendall(b"\x1f\x8b\x08" + bytes(7))
    for _ in range(1024):
        peer.sock.sendall(part)


def endless(peer, first, piece):
    peer.sock.sendall(first)
    end = time.time() + 60
    while time.time() < end:
        peer.sock.sendall(piece)


def html(peer, _request, _world):
    peer.sock.sendall(whole("200 OK", b"<!doctype html><title>Welcome to Wi-Fi</title>",
                            "text/html"))


def html_502(peer, _request, _world):
    peer.sock.sendall(whole("502 Bad Gateway", b"<html><h1>502 Bad Gateway</h1></html>",
                            "text/html"))


def wrong_request_answer(peer, _request, world):
    """A good answer to what somebody else asked."""
    number = random.choice(world.ids[1:])
    peer.sock.sendall(whole("200 OK", json.dumps(world.status(number, False)).encode()))


def garbage(peer, _request, _world):
    peer.sock.sendall(random.Random(4).randbytes(4096))


def deep(peer, _request, _world):
    peer.sock.sendall(whole("200 OK", b'{"a":' * 200000))


def switching(peer, _request, _world):
    """One interim answer after the other, and never a final one."""
    endless(peer, b"", b"HTTP/1.1 102 Processing\r\n\r\n")


def redirect(peer, request, _world):
    port = peer.sock.getsockname()[1]
    there = f"http://localhost:{port}/elsewhere" + request.path.decode("latin-1")
    peer.sock.sendall(head("307 Temporary Redirect", [
        ("Location", there), ("Content-Length", 0), ("Connection", "close")]))


def ansi(peer, _request, world):
    dice = random.Random(7)
    value = poisoned(world.status(world.ids[0], False), dice)
    value["\x1b[31m::error::name"] = POISON
    body = json.dumps(value, ensure_ascii=False).encode()
    fields = [("Content-Type", "application/json\x1b[31m"), ("X-Say", "::error::\x1b[2J\u202e"),
              ("Content-Length", len(body)), ("Connection", "close")]
    peer.sock.sendall(head("200 \x1b[31m::error::<b>", fields) + body)


def ansi_errors(peer, _request, _world):
    message = "".join(POISON).replace("\x00", "")
    body = json.dumps({"errors": [{"code": 32, "message": message}]}, ensure_ascii=False)
    peer.sock.sendall(whole("401 \x1b[31mno", body.encode(), "application/json"))


def document(world):
    return json.dumps(world.status(world.ids[0], False)).encode()


MODES = {function.__name__.replace("_", "-"): function for function in (
    hang, drip, close_empty, close_early, reset, gigabytes, gigabytes_chunked, gigabytes_head,
    gigabytes_gzip, html, html_502, wrong_request_answer, garbage, deep, switching, redirect,
    ansi, ansi_errors)}
MODES["tls-selfsigned"] = None


class Server:
    def __init__(self, args):
        number = int(os.environ.get("FAVSPEC_STATUS_ID") or BIG_ID)
        self.style = Style()
        self.world = World(number, False, True, 0, False)
        self.tls = self_signed() if args.mode == "tls-selfsigned" else None
        self.scheme = "https" if self.tls else "http"
        self.service = Service(account(), self.world, self.style, "/1.1", [], self.scheme,
                               honest)
        self.act = MODES[args.mode]
        self.honest_ones = ENDLESS if self.tls else args.after
        self.log = open(args.log, "a", encoding="latin-1") if args.log else None
        self.lock = threading.Lock()

    def run(self, port):
        listener = socket.create_server(("127.0.0.1", port), backlog=128)
        port = listener.getsockname()[1]
        print(f"READY {self.scheme}://127.0.0.1:{port}/1.1", flush=True)
        while True:
            sock, _ = listener.accept()
            threading.Thread(target=self.meet, args=(sock,), daemon=True).start()

    def meet(self, sock):
        try:
            sock.settimeout(10)
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            self.converse(Connection(sock, honest))
        except (Gone, Refused, OSError):
            pass
        finally:
            sock.close()

    def converse(self, peer):
        while True:
            request = peer.request()
            with self.lock:
                self.honest_ones -= 1
                good = self.honest_ones >= 0
                if self.log:
                    signed = "signed" if request.all(b"authorization") else "unsigned"
                    self.log.write(f"{request.method} {request.path.decode()} {signed}\n")
                    self.log.flush()
            if not good:
                self.act(peer, request, self.world)
                return
            answer = self.service.answer(request)
            last = request.first(b"connection").lower() == b"close"
            peer.send(answer, request, self.style, close=last)
            if last:
                return


def honest(_name):
    return False


def self_signed():
    with tempfile.TemporaryDirectory() as folder:
        pem = os.path.join(folder, "both.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
             "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost",
             "-keyout", pem, "-out", pem + ".crt"], check=True, stderr=subprocess.DEVNULL)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem + ".crt", pem)
        return context


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("mode", choices=MODES)
    p.add_argument("--after", type=int, default=0, metavar="N")
    p.add_argument("--port", type=int, default=0)
    p.add_argument("--log", metavar="FILE", help="one line a request: method, path, signed")
    args = p.parse_args()
    try:
        Server(args).run(args.port)
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
