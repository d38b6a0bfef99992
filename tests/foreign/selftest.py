#!/usr/bin/env python3
"""Is the foreign server itself right? Published vectors, then every style over the wire."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import unittest

import oauth1
from caller import Caller, honest
from defects import NAMES
from http1 import Request
from style import STYLES

HERE = os.path.dirname(os.path.abspath(__file__))
LIKED = 1357924680135792641


class Vectors(unittest.TestCase):
    def test_rfc5849_request(self):
        """RFC 5849 3.4.1.1 with the signature that belongs to the printed POST."""
        account = oauth1.Account("9djdj82h48djs9d2", "j49sk3j29djd", "kkk9d7dh3k39sjv7",
                                 "dh893hdasih9")
        request = Request("POST", b"/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b", b"HTTP/1.1",
                          [(b"Host", b"EXAMPLE.COM:80")])
        verifier = oauth1.Verifier(account, "http", honest)
        header = oauth1.pairs_of_header(
            b'OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2",'
            b' oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1",'
            b' oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="x"')
        pairs = header + oauth1.pairs_of_form(request.query) + oauth1.pairs_of_form(b"c2&a3=2+q")
        self.assertEqual(verifier.sign(request, "POST", pairs, verifier.key()),
                         b"r6/TJjbCOr97/+UU0NsvSne7s5g=")

    def test_header_is_parsed_or_denied(self):
        good = b'oauth a="1" , ,b="%2C",realm="x, \\"y",'
        self.assertEqual(oauth1.pairs_of_header(good), [(b"a", b"1"), (b"b", b",")])
        for bad in (b"Basic x", b"OAuth a=1", b'OAuth a="1" b="2"', b'OAuth a="1'):
            with self.assertRaises(oauth1.Denied):
                oauth1.pairs_of_header(bad)


class Served(unittest.TestCase):
    def start(self, *arguments):
        return self.run_server(sys.executable, os.path.join(HERE, "server.py"), *arguments)

    def run_server(self, *command, env=None):
        clean = {n: v for n, v in os.environ.items() if not n.startswith("FAVSPEC_")}
        env = {**clean, **(env or {})}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.addCleanup(process.stdout.close)
        return Caller(process.stdout.readline().split()[1])

    def refusal(self, answer):
        status, body = answer
        return status, body["errors"][0]["code"]

    def replay(self, caller):
        """The answer to the second of two requests with one nonce."""
        again = {"oauth_nonce": "once", "oauth_timestamp": str(int(time.time()))}
        first = caller.call("GET", "/account/verify_credentials.json", **again)
        self.assertEqual(first[0], 200)
        return caller.call("GET", "/account/verify_credentials.json", **again)

    def test_every_style(self):
        for style in STYLES:
            with self.subTest(style=style.number):
                caller = self.start("--style", str(style.number))
                if not style.starts_liked:
                    self.assertEqual(caller.call(
                        "POST", "/favorites/create.json", f"id={LIKED}")[0], 200)
                self.one_life(caller, style)

    @unittest.skipUnless(shutil.which("node"), "node is not installed")
    def test_node(self):
        env = {"FAVSPEC_STATUS_ID": str(LIKED)}
        caller = self.run_server("node", os.path.join(HERE, "server.js"), env=env)
        self.one_life(caller, STYLES[0], likes=3)
        self.assertEqual((401, 32), self.refusal(self.replay(caller)))

    def raw(self, caller, data):
        """The status of every answer on one connection."""
        host, port = caller.authority.split(":")
        with socket.create_connection((host, int(port)), 5) as peer:
            peer.sendall(data)
            answer = b""
            while piece := peer.recv(65536):
                answer += piece
        return [int(s) for s in re.findall(rb"HTTP/1\.1 (\d+) ", answer)], answer

    def framing(self, caller):
        post = b"POST /1.1/favorites/destroy.json HTTP/1.1\r\n"
        last, host = b"Connection: close\r\n\r\n", b"Host: x\r\n"
        chunked = b"Transfer-Encoding: chunked\r\n"
        form = b"Content-Type: application/x-www-form-urlencoded\r\n"
        other = (b"POST http://x/1.1/nothing HTTP/1.1\r\n" + host)
        rows = [
            ([400], post + last), ([400], post + host + host + last),
            ([400], post + host + b"Content-Length: 4\r\nContent-Length: 5\r\n" + last + b"id=1"),
            ([400], post + host + chunked + b"Content-Length: 4\r\n" + last + b"0\r\n\r\n"),
            ([400], post + host + b"Content-Length: x\r\n" + last),
            ([400], post + host + b"Broken header\r\n" + last),
            ([400], b"\x16\x03\x01\x02\x00\x01\r\n\r\n"),
            ([404], other + last), ([404, 404], other + b"\r\n" + other + last),
            ([404], b"\r\n" + other + form + chunked + last + b"4;x=y\r\nid=1\r\n0\r\nA: b\r\n\r\n"),
        ]
        for wanted, data in rows:
            with self.subTest(data=data):
                self.assertEqual(wanted, self.raw(caller, data)[0])
        head = self.raw(caller, other.replace(b"POST", b"HEAD") + last)[1]
        self.assertEqual(b"", head.split(b"\r\n\r\n", 1)[1])

    def test_framing(self):
        self.framing(self.start())
        if shutil.which("node"):
            self.framing(self.run_server("node", os.path.join(HERE, "server.js")))

    def test_expectation(self):
        caller = self.start()
        host, port = caller.authority.split(":")
        with socket.create_connection((host, int(port)), 5) as peer:
            peer.sendall(b"POST /1.1/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                         b"Content-Length: 4\r\nConnection: close\r\n\r\n")
            self.assertEqual(b"HTTP/1.1 100 Continue\r\n\r\n", peer.recv(100))
            peer.sendall(b"id=1")
            self.assertTrue(peer.recv(65536).startswith(b"HTTP/1.1 404 "))

    def one_life(self, caller, style, likes=7):
        status, body = caller.call("POST", "/favorites/destroy.json", body=f"id={LIKED}&x=a+b")
        self.assertEqual((status, body["id"], body["id_str"]), (200, LIKED, str(LIKED)))
        self.assertIs(body["favorited"], style.says_favorited)
        for entity in body["entities"]["hashtags"]:
            start, end = entity["indices"]
            self.assertEqual(body["text"][start + 1:end], entity["text"])
        time.sleep(style.lag_s)
        status, body = caller.call("GET", f"/statuses/show/{LIKED}.json")
        self.assertIs(body["favorited"], False)
        status, body = caller.call("GET", "/favorites/list.json", "count=200")
        self.assertEqual((len(body), LIKED in [s["id"] for s in body]), (likes, False))
        for wanted in (LIKED, LIKED + 1):
            self.assertEqual((404, 144), self.refusal(
                caller.call("POST", "/favorites/destroy.json", f"id={wanted}")))
        status, body = caller.call("POST", "/favorites/create.json", f"id={LIKED}")
        self.assertIn(status, (200, style.created))
        status, body = caller.call("POST", "/favorites/destroy.json",
                                   f"id={LIKED}&include_entities=false")
        self.assertEqual((status, "entities" in body), (200, False))

    def test_what_is_refused(self):
        caller = self.start()
        path = "/favorites/destroy.json"
        old = str(int(time.time()) - 3600)
        rows = [
            ((401, 89), {"oauth_token": "other"}), ((401, 32), {"oauth_consumer_key": "other"}),
            ((401, 135), {"oauth_timestamp": old}), ((401, 135), {"oauth_timestamp": "x"}),
            ((400, 215), {"oauth_nonce": ""}), ((401, 32), {"oauth_version": "2.0"}),
            ((401, 32), {"oauth_signature_method": "PLAINTEXT"}),
        ]
        for wanted, changes in rows:
            with self.subTest(changes=changes):
                self.assertEqual(wanted, self.refusal(
                    caller.call("POST", path, f"id={LIKED}", **changes)))
        self.assertEqual((405, 86), self.refusal(caller.call("GET", path, f"id={LIKED}")))
        self.assertEqual((403, 38), self.refusal(caller.call("POST", path)))
        self.assertEqual((404, 34), self.refusal(caller.call("POST", "/favorites/x.json")))
        unsigned = caller.send("POST", "/1.1" + path + f"?id={LIKED}")
        self.assertEqual((400, 215), self.refusal(unsigned))
        self.assertEqual((401, 32), self.refusal(self.replay(caller)))

    def test_names_of_defects_are_unique(self):
        self.assertEqual(len(NAMES), len(set(NAMES)))


if __name__ == "__main__":
    unittest.main()
