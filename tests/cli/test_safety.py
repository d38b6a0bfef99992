"""Safe against a server in use: nothing sent that was not meant, and everything put back."""

import json
import os
import shutil
import socket
import threading
import time
import unittest

from harness import KEYS, STATUS_ID, CommandLine
from meddle import Meddled, limited

SOME = ["--only", "id/in-query", "--only", "errors/unliked-twice", "--only",
        "authentication/nobody"]
MANY = ["--only", "signature/*"]


class DryRun(CommandLine):
    def test_nothing_is_sent(self):
        connections = []
        with socket.create_server(("127.0.0.1", 0)) as listener:
            threading.Thread(target=lambda: connections.append(listener.accept()),
                             daemon=True).start()
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/1.1"
            outcome = self.expect(0, "test-server", url, "--dry-run", env=KEYS)
            time.sleep(0.2)
        self.assertEqual([], connections)
        self.assertEqual([], os.listdir(self.folder))
        lines = outcome.out.splitlines()
        for wanted in ("/favorites/create.json?id={id}  [likes the status, first]",
                       "[un-likes the status]", "[to be refused: changes nothing]",
                       "[reads: is it liked?]", "the same request without the flaw"):
            self.assertTrue(any(wanted in line for line in lines), wanted)
        for name in self.case_ids():
            self.assertTrue(any(line.startswith(name + " ") for line in lines), name)

    def test_it_tells_as_many_requests_as_are_sent(self):
        server = Meddled()
        self.addCleanup(server.stop)
        run = ["test-server", server.url, "--only", "signature/for-*", "--only", "id/in-*"]
        said = self.expect(0, *run, "--dry-run", env=KEYS).out
        self.expect(0, *run, env=KEYS)
        lines = [line for line in said.splitlines() if "  [" in line]
        acting = [line for line in lines if "/create.json" in line or "/destroy.json" in line]
        sent = [r for r in server.requests if "create.json" in r[1] or "destroy.json" in r[1]]
        self.assertAlmostEqual(len(acting), len(sent), delta=3)


class Original(CommandLine):
    """The original hosts, led to loopback."""

    def run_there(self, status, *arguments, host="api.x.com", **more):
        server = Meddled()
        self.addCleanup(server.stop)
        outcome = self.expect(
            status, "test-server", f"http://{host}/1.1", "--connect-to",
            f"{host}:80:127.0.0.1:{server.port}", *arguments, env=KEYS, **more)
        return server, outcome

    def test_nothing_without_consent(self):
        for host in ("api.x.com", "api.twitter.com", "API.X.COM", "upload.twitter.com"):
            server, _ = self.run_there(2, *SOME, host=host, says="--yes-this-is-production")
            self.assertEqual((0, []), (server.connections, server.requests))

    def test_another_name_for_it_is_it(self):
        self.expect(2, "test-server", "http://localhost/1.1", "--connect-to",
                    "localhost:80:api.twitter.com:80", *SOME, env=KEYS,
                    says="--yes-this-is-production")

    def test_others_are_not_meant(self):
        server = Meddled()
        self.addCleanup(server.stop)
        self.expect(0, "test-server", "http://api.notx.com/1.1", "--connect-to",
                    f"api.notx.com:80:127.0.0.1:{server.port}", *SOME, env=KEYS)

    def test_with_consent(self):
        server, _ = self.run_there(0, *SOME, "--yes-this-is-production")
        self.assertEqual({int(STATUS_ID)}, set(server.changes))

    def test_not_more_than_500_likes(self):
        server, _ = self.run_there(2, "--yes-this-is-production", says="500")
        self.assertEqual([], server.requests)

    def test_hazardous(self):
        wild = ["--only", "id/wildcard", "--only", "id/in-query", "--yes-this-is-production"]
        server, outcome = self.run_there(0, *wild)
        self.assertIn("--hazardous", outcome.out)
        self.assertFalse([r for r in server.requests if "%25" in r[2]])
        server, _ = self.run_there(0, *wild, "--hazardous")
        self.assertTrue([r for r in server.requests if "%25" in r[2]])


class Limits(CommandLine):
    def test_rate(self):
        server = Meddled()
        self.addCleanup(server.stop)
        begun = time.monotonic()
        self.expect(0, "test-server", server.url, "--rate", "20", *SOME, env=KEYS)
        # One may always leave at once.
        self.assertGreater(time.monotonic() - begun, (len(server.requests) - 2) / 20)

    def test_requests_in_all(self):
        server = Meddled()
        self.addCleanup(server.stop)
        before = server.liked()
        self.expect((1, 4), "test-server", server.url, "--max-requests", "30", env=KEYS)
        self.assertLessEqual(len(server.requests), 30 + 5)  # restoring comes on top
        self.assertEqual(before, server.liked())

    def test_back_off(self):
        """Two answers in the middle say: not before the reset."""
        times = {}

        def decide(number, _request):
            times[number] = time.time()
            return limited(2) if number in (25, 40) else None

        server = Meddled(decide)
        self.addCleanup(server.stop)
        self.expect(0, "test-server", server.url, *MANY, env=KEYS)
        for number in (25, 40):
            self.assertGreaterEqual(times[number + 1], int(times[number]) + 2)
            self.assertEqual(server.requests[number - 1], server.requests[number])

    def test_a_limit_is_no_refusal(self):
        """After the tenth request nothing but 429: no negative case may pass by that."""
        server = Meddled(lambda number, _request: limited(600) if number > 10 else None)
        self.addCleanup(server.stop)
        report = self.report(server.url, *MANY, env=KEYS, status=4)
        self.assertEqual(0, report["summary"]["fail"])
        self.assertLess(report["summary"]["pass"], 5)
        self.assertTrue(any("limits the rate" in case["reason"] for case in report["cases"]))


class Touched(CommandLine):
    def test_only_the_given_status(self):
        for small in (False, True):
            with self.subTest(small=small):
                server = Meddled(small=small)
                self.addCleanup(server.stop)
                number = "900001" if small else STATUS_ID
                before = server.liked()
                self.expect(0, "test-server", server.url, "--id", number, env=KEYS, timeout=120)
                self.assertEqual({int(number)}, set(server.changes))
                self.assertEqual(before, server.liked())
                self.assertGreater(len(server.changes), 500)

    def test_connections_are_reused(self):
        server = Meddled()
        self.addCleanup(server.stop)
        self.expect(0, "test-server", server.url, *MANY, env=KEYS)
        self.assertLess(server.connections, 10)
        self.assertGreater(len(server.requests), 100)


class Ledger(CommandLine):
    def test_before_the_first_change_and_gone_after_the_last(self):
        seen = []

        def decide(_number, request):
            if b"create" in request.path or b"destroy" in request.path:
                seen.append(os.path.exists(self.path("favspec.ledger"))
                            and json.loads(self.read("favspec.ledger"))["liked"])
            return None

        server = Meddled(decide)
        self.addCleanup(server.stop)
        self.expect(0, "test-server", server.url, *SOME, env=KEYS)
        self.assertTrue(seen)
        self.assertEqual({True}, set(seen))
        self.assertEqual([], os.listdir(self.folder))

    def test_a_ledger_that_cannot_be_written(self):
        server = Meddled()
        self.addCleanup(server.stop)
        self.expect(2, "test-server", server.url, *SOME, "--ledger", "no/such/folder/ledger",
                    env=KEYS, says="ledger")
        os.mkfifo(self.path("pipe"))
        self.expect(2, "test-server", server.url, *SOME, "--ledger", "pipe", env=KEYS,
                    says="no regular file")
        self.assertTrue(os.path.exists(self.path("pipe")), "not removed as a ledger is")
        self.assertEqual([], server.changes)

    def test_second_run_is_refused(self):
        server = Meddled(latency_s=0.02)
        self.addCleanup(server.stop)
        first = self.begin("test-server", server.url, *MANY, env=KEYS)
        for _ in range(1000):
            if os.path.exists(self.path("favspec.ledger")):
                break
            time.sleep(0.01)
        os.mkdir(self.path("elsewhere"))
        for ledger in ("favspec.ledger", "elsewhere/ledger"):
            self.expect(2, "test-server", server.url, *SOME, "--ledger", ledger, env=KEYS,
                        says="another run")
        self.assertIsNone(first.poll(), "the first run was over too soon")
        outcome = self.finish(first)
        self.assertEqual(0, outcome.status, str(outcome))
        self.expect(0, "test-server", server.url, *SOME, env=KEYS)

    def left_behind(self, liked):
        """A ledger as a run leaves it whose server vanished in the middle."""
        stopped = []

        def decide(number, _request):
            if number > 60 and not stopped:
                stopped.append(number)
                threading.Thread(target=server.stop).start()
            return None

        server = Meddled(decide, liked=liked)
        port, world = server.port, server.world
        self.before = server.liked()
        outcome = self.expect((1, 4), "test-server", server.url, *MANY, "--connect-timeout", "1",
                              env=KEYS, timeout=120)
        self.assertIn("favspec restore", outcome.out + outcome.err)
        self.assertTrue(os.path.exists(self.path("favspec.ledger")))
        del world.set_like
        server = Meddled(port=port, world=world)
        self.addCleanup(server.stop)
        return server

    def test_network_lost(self):
        for liked in (True, False):
            with self.subTest(liked=liked):
                server = self.left_behind(liked)
                world = server.world
                world.set_like(int(STATUS_ID), not liked)
                shutil.copy(self.path("favspec.ledger"), self.path("copy"))
                self.expect(0, "restore", "favspec.ledger", env=KEYS)
                self.assertEqual(self.before, server.liked())
                self.assertFalse(os.path.exists(self.path("favspec.ledger")))
                world.set_like(world.ids[4], False)  # another like is gone
                for _ in range(2):
                    shutil.copy(self.path("copy"), self.path("again"))
                    self.expect(0, "restore", "again", env=KEYS)
                    self.assertEqual(self.before, server.liked())

    def test_next_run_takes_over(self):
        server = self.left_behind(True)
        server.world.set_like(int(STATUS_ID), False)
        self.expect(0, "test-server", server.url, *SOME, env=KEYS)
        self.assertEqual(self.before, server.liked())
        self.assertFalse(os.path.exists(self.path("favspec.ledger")))

    def test_bad_ledgers(self):
        for name, text in (("empty", ""), ("text", "liked\n"), ("other", '{"schema": "x"}'),
                           ("list", "[]"),
                           ("half", '{"schema": "favspec/ledger-1", "url": "http://127.'),
                           ("path", '{"schema": "favspec/ledger-1", "profile": {"create": "x"}}')):
            with self.subTest(name=name):
                self.write(name, text)
                self.expect(2, "restore", name, env=KEYS, says="ledger")
        os.mkfifo(self.path("pipe"))
        for name in (".", "pipe", "/dev/zero"):
            self.expect(2, "restore", name, env=KEYS, says="no ledger of favspec")
        self.expect(2, "restore", "no-such-ledger", env=KEYS)

    def test_restore_of_a_server_that_is_away(self):
        server = self.left_behind(True)
        server.stop()
        self.expect(3, "restore", "favspec.ledger", "--connect-timeout", "1", env=KEYS)
        self.assertTrue(os.path.exists(self.path("favspec.ledger")))


if __name__ == "__main__":
    unittest.main()
