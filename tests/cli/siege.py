"""`favspec serve` while a thousand hostile connections are open: it goes on answering, keeps its
memory in bounds, ends cleanly, and says nothing that a sanitizer would say."""

import argparse
import atexit
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time

HEAD = b"POST /1.1/favorites/destroy.json HTTP/1.1\r\nHost: x\r\n"
KINDS = [
    HEAD + b"X-Slow: ",
    HEAD + b"X-Huge: " + b"a" * 200000,
    b"GET /" + b"a" * 300000 + b" HTTP/1.1\r\n",
    b"POST /1.1/fav",
    HEAD + b"Content-Length: 1000\r\n\r\nhalf",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    (HEAD + b"Content-Length: 0\r\n\r\n") * 50,
    bytes(range(256)) * 8,
    b"",
]
DEMO = {
    "FAVSPEC_CONSUMER_KEY": "favspec-demo-app",
    "FAVSPEC_CONSUMER_SECRET": "demo-consumer-secret",
    "FAVSPEC_TOKEN": "1000001-favspec-demo-token",
    "FAVSPEC_TOKEN_SECRET": "demo-token-secret",
}
MEMORY_MAX_KB = 256 * 1024


class Siege:
    def __init__(self, favspec):
        self.favspec, self.held = favspec, []
        self.sanitized = b"__asan_init" in open(favspec, "rb").read()
        self.server = subprocess.Popen([favspec, "serve", "--keep-liked", "-q"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        atexit.register(self.server.kill)  # whatever happens here
        self.url = self.server.stdout.readline().decode().split()[1]
        self.port = int(self.url.split(":")[2].split("/")[0])

    def dial(self):
        peer = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        peer.settimeout(60)
        return peer

    def attack(self, data):
        peer = self.dial()
        peer.settimeout(2)
        try:
            peer.sendall(data)
        except OSError:
            pass  # refused in the middle of it, which is fine
        self.held.append(peer)

    def dribble(self):
        for peer in self.held:
            try:
                peer.send(b"a")
            except OSError:
                pass

    def status(self):
        """Of one signed request, on a connection of its own."""
        command = [self.favspec, "sign", "--json", "POST", self.url + "/favorites/destroy.json",
                   "id=243138128959913986"]
        signed = json.loads(subprocess.run(command, env=DEMO, capture_output=True,
                                           check=True).stdout)
        with self.dial() as peer:
            peer.sendall(f"POST /1.1/favorites/destroy.json HTTP/1.1\r\n"
                         f"Host: 127.0.0.1:{self.port}\r\nConnection: close\r\n"
                         f"Authorization: {signed['authorization']}\r\n"
                         f"Content-Type: application/x-www-form-urlencoded\r\n"
                         f"Content-Length: 21\r\n\r\nid=243138128959913986".encode())
            return peer.recv(65536).split(b" ")[1:2]

    def memory_kb(self, field="VmHWM"):
        with open(f"/proc/{self.server.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith(field))

    def end(self):
        for peer in self.held:
            peer.close()
        self.server.send_signal(signal.SIGTERM)
        said = self.server.communicate(timeout=60)[1].decode(errors="replace")
        return self.server.returncode, said


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("favspec")
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = hard if hard != resource.RLIM_INFINITY else 65536
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 2 * options.count + 200), hard))
    siege, failed = Siege(options.favspec), []

    def check(what, holds, got):
        print(f"{'ok' if holds else 'FAIL'}  {what}: {got}")
        if not holds:
            failed.append(what)

    def answers(when):
        start = time.monotonic()
        got = siege.status()
        check(f"answers {when}", got == [b"200"], f"{got}, {time.monotonic() - start:.3f} s")

    answers("before")
    for i in range(options.count):
        siege.attack(KINDS[i % len(KINDS)])
    answers(f"beside {options.count} of every kind")
    for _ in range(options.count):
        siege.attack(KINDS[0])
    answers(f"beside {options.count} more that never end their head")
    siege.dribble()
    answers("after one more byte of each")
    if not siege.sanitized:
        most = siege.memory_kb()
        check("peak memory", most < MEMORY_MAX_KB, f"{most} kB")
    status, said = siege.end()
    check("ends with 0", status == 0, status)
    check("says nothing", said == "", said[-2000:])
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
