"""doctor: each cause for which every case fails is found, and named as the cause."""

import email.utils
import os
import socket
import sys
import time
import unittest

from harness import FOREIGN, KEYS, CommandLine
from http1 import Answer
from meddle import Meddled, page

COMPAT = os.path.join(FOREIGN, "compat.py")
SMALL = {**KEYS, "FAVSPEC_STATUS_ID": "3"}


class Doctor(CommandLine):
    def server(self, *arguments, **more):
        server = Meddled(*arguments, **more)
        self.addCleanup(server.stop)
        return server

    def compat(self, *arguments):
        return self.serve(sys.executable, COMPAT, *arguments, "--id", "3")

    def finds(self, url, *words, status=3, arguments=(), env=KEYS):
        outcome = self.expect(status, "doctor", url, *arguments, env=env)
        bad = [line for line in outcome.out.splitlines() if line.startswith("BAD ")]
        last = outcome.out.splitlines()[-1]
        if status == 0:
            self.assertEqual(("nothing stands in the way of a run", []), (last, bad))
        else:
            self.assertTrue(bad, str(outcome))
            self.assertEqual("this explains why cases fail: " + bad[0][4:], last)
        for word in words:
            self.assertIn(word, outcome.out)
        self.assertFalse(os.path.exists(self.path("favspec.ledger")))
        return outcome

    # -- reaching it -------------------------------------------------------------

    def test_nobody_listens(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        self.finds(f"http://127.0.0.1:{port}/1.1", str(port), "start the server")

    def test_no_such_host(self):
        self.finds("http://no-such-host.invalid/1.1", "host's name")

    def test_certificate(self):
        url = self.hostile("tls-selfsigned")
        self.finds(url, "--cacert")
        self.finds(url, arguments=["-k"], status=0)

    def test_tls_to_a_plain_port_and_the_reverse(self):
        self.finds(self.server().url.replace("http:", "https:"), "http")
        self.finds(self.hostile("tls-selfsigned").replace("https:", "http:"), "https://")

    def test_proxy(self):
        server = self.server()
        self.finds(server.url, "--proxy", arguments=["-x", "http://127.0.0.1:9"])
        self.finds(self.server(lambda *_: page(407)).url, "--proxy")
        self.finds(self.server(lambda *_: page(502)).url, "proxy")

    def test_redirect(self):
        moved = Answer(301, b"", fields=[("location", "https://other.example/1.1/x")])
        self.finds(self.server(lambda *_: moved).url, "other.example")

    def test_wrong_path(self):
        server = self.server()
        self.finds(server.url.replace("/1.1", "/2"), server.url)
        self.finds(server.url.replace("/1.1", ""), server.url)
        for kind in ("gnusocial", "friendica"):
            url = self.compat(kind)
            self.finds(url.replace("/api", "/v1"), url, env=SMALL)

    # -- being let in --------------------------------------------------------------

    def test_clock(self):
        def late(_number, request):
            answer = server.service.answer(request)
            answer.fields.append(("date", email.utils.formatdate(time.time() - 1000, usegmt=True)))
            return answer

        server = self.server()
        self.finds(server.url, "clocks differ by 0", status=0)
        server = self.server(late, wrong="date-wrong".__eq__)
        self.finds(server.url, "clocks differ", "timestamps are refused")

    def test_credentials(self):
        url = self.server().url
        for name, word in (("FAVSPEC_CONSUMER_SECRET", "four keys"),
                           ("FAVSPEC_TOKEN_SECRET", "four keys"),
                           ("FAVSPEC_CONSUMER_KEY", "four keys"),
                           ("FAVSPEC_TOKEN", "token")):
            self.finds(url, word, env={**KEYS, name: "wrong"})

    def test_header_dropped(self):
        def decide(_number, request):
            request.fields = [f for f in request.fields if f[0].lower() != b"authorization"]

        self.finds(self.server(decide).url, "Authorization header does not arrive")

    def test_port(self):
        for kind in ("friendica", "gnusocial"):
            self.finds(self.compat(kind, "--port-twice"), "port", "twice", env=SMALL)
        self.finds(self.server(wrong="port-dropped".__eq__).url, "port out of the base string")

    def test_port_is_no_trouble_on_the_default_port(self):
        url = self.compat("friendica", "--port-twice")
        port = url.split(":")[2].split("/")[0]
        self.write("p.ini", "[profile]\npreset = friendica\n")
        self.finds("http://friends.example/api", env=SMALL, status=0, arguments=[
            "--config", "p.ini", "--connect-to", f"friends.example:80:127.0.0.1:{port}"])

    # -- the account and the profile -------------------------------------------------

    def test_status_that_cannot_be_liked(self):
        self.finds(self.server().url, "--id", arguments=["--id", "12345"])

    def test_read_only_token(self):
        body = b'{"request":"\\/1.1\\/x","error":"Read-only application cannot POST."}'

        def decide(_number, request):
            return Answer(401, body) if request.method == "POST" else None

        self.finds(self.server(decide).url, "may only read", "write access")

    def test_wrong_preset(self):
        for kind in ("gnusocial", "friendica"):
            url = self.compat(kind)
            for preset in ("gnusocial", "friendica", "x-1.1"):
                self.write("p.ini", f"[profile]\npreset = {preset}\n")
                arguments = ["--config", "p.ini"]
                with self.subTest(kind=kind, preset=preset):
                    if preset == kind:
                        self.finds(url, arguments=arguments, env=SMALL, status=0)
                        continue
                    outcome = self.run_favspec("doctor", url, *arguments, env=SMALL)
                    self.assertIn(f"preset = {kind}", outcome.out)
                    if preset != "x-1.1":
                        self.assertEqual(3, outcome.status)

    def test_likes_are_as_before(self):
        for liked in (True, False):
            server = self.server(liked=liked)
            before = server.liked()
            self.finds(server.url, status=0)
            self.assertEqual(before, server.liked())

    def test_usage(self):
        self.expect(2, "doctor", "not a url", env=KEYS)
        self.expect(2, "doctor", "https://api.x.com/1.1", env=KEYS,
                    says="--yes-this-is-production")
        self.expect(2, "doctor", "http://127.0.0.1:9/1.1")


if __name__ == "__main__":
    unittest.main()
