"""A server inside the test: the foreign one, with somebody in between who may meddle."""

import socket
import sys
import threading
import time

from harness import ACCOUNT, FOREIGN, STATUS_ID

sys.path.insert(0, FOREIGN)

from http1 import Answer  # noqa: E402
from server import secured  # noqa: E402
from service import Service  # noqa: E402
from style import STYLES  # noqa: E402
from world import World  # noqa: E402


def honest(_name):
    return False


class Meddled:
    """`decide(number, request)` returns an Answer to give instead, or None.

    Everything that came is kept: `requests` holds (method, path, query), `changes` the ids
    whose like really changed, `connections` how many were opened.
    """

    def __init__(self, decide=None, latency_s=0.0, liked=True, port=0, missing=(), world=None,
                 small=False, wrong=honest):
        self.decide = decide or (lambda _number, _request: None)
        number = 900001 if small else int(STATUS_ID)
        self.world = world or World(number, small, liked, 0.0, False)
        self.service = Service(ACCOUNT, self.world, STYLES[0], "/1.1", missing, "http", wrong)
        self.latency_s = latency_s
        self.wrong = wrong
        self.requests, self.changes, self.connections = [], [], 0
        self.lock = threading.Lock()
        self.watch_likes()
        self.socks = []
        self.listener = socket.create_server(("127.0.0.1", port), backlog=128)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/1.1"
        self.open = True
        threading.Thread(target=self.accept, daemon=True).start()

    def watch_likes(self):
        """Notes down each like that really changes."""
        original = type(self.world).set_like

        def watched(number, liked, lag_s=None):
            changed = original(self.world, number, liked, lag_s)
            if changed:
                self.changes.append(number)
            return changed

        self.world.set_like = watched

    def accept(self):
        while self.open:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.lock:
                self.connections += 1
                self.socks.append(sock)
            threading.Thread(target=secured, daemon=True,
                             args=(sock, None, self, STYLES[0], 0, self.wrong)).start()

    def answer(self, request):
        with self.lock:
            number = len(self.requests) + 1
            self.requests.append((request.method, request.path.decode("latin-1"),
                                  request.query.decode("latin-1")))
        if self.latency_s:
            time.sleep(self.latency_s)
        return self.decide(number, request) or self.service.answer(request)

    def liked(self):
        return self.world.liked()

    def stop(self):
        """As if the machine were gone."""
        self.open = False
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        with self.lock:
            for sock in self.socks:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def gone():
    answer = Answer(200)
    answer.vanish = True
    return answer


def limited(seconds):
    return Answer(429, b'{"errors":[{"message":"Rate limit exceeded","code":88}]}', fields=[
        ("x-rate-limit-limit", "15"), ("x-rate-limit-remaining", "0"),
        ("x-rate-limit-reset", str(int(time.time()) + seconds))])


def page(status, text=b"<html><h1>Bad gateway</h1><p>proxy</html>"):
    return Answer(status, text, "text/html")


