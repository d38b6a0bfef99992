#!/usr/bin/env python3
"""What takes many runs to see.

endurance.py killed [--times N]   SIGKILL at random moments, then restore: all likes as before
endurance.py faults [--runs N]    1 % of the answers are a reset, a 503 or a delay: no fail
endurance.py latency              50 ms an answer: no time lost beside them
endurance.py jobs                 the same with eight accounts at a time
"""

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

if "--favspec" in sys.argv[:-1]:
    os.environ["FAVSPEC"] = os.path.abspath(sys.argv[sys.argv.index("--favspec") + 1])
import harness  # noqa: E402
from http1 import Answer  # noqa: E402
from meddle import Meddled  # noqa: E402

ENV = harness.clean_environment(**harness.KEYS)


def start(folder, *arguments):
    return subprocess.Popen([harness.FAVSPEC, *arguments], cwd=folder, env=ENV,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def run(folder, *arguments):
    process = start(folder, *arguments)
    out, _ = process.communicate(timeout=900)
    return process.returncode, out.decode(errors="replace")


class Folder:
    def __enter__(self):
        self.name = tempfile.mkdtemp(prefix="favspec-endurance-")
        return self.name

    def __exit__(self, *_):
        shutil.rmtree(self.name, ignore_errors=True)


# -- killed ------------------------------------------------------------------


def kill_once(folder, seconds, dice):
    """One run, killed; True when the likes are as before after a restore."""
    server = Meddled(latency_s=0.004, liked=dice.random() < 0.5)
    before = server.liked()
    process = start(folder, "test-server", server.url)
    time.sleep(dice.uniform(0.02, seconds))
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    told = "no ledger"
    if os.path.exists(os.path.join(folder, "favspec.ledger")):
        status, told = run(folder, "restore", "favspec.ledger")
        if status:
            return False, told
    time.sleep(0.3)
    good = server.liked() == before
    server.stop()
    return good, f"{told}; {len(server.changes)} changes before"


def killed(args):
    dice = random.Random(args.seed)
    good = 0
    with Folder() as folder:
        server = Meddled(latency_s=0.004)
        begun = time.monotonic()
        run(folder, "test-server", server.url)
        seconds = time.monotonic() - begun
        server.stop()
        for number in range(args.times):
            right, told = kill_once(folder, seconds, dice)
            good += right
            if not right:
                print(f"      {number}: {told}", flush=True)
    print(f"killed: {good} of {args.times} restored")
    return good == args.times


# -- faults ------------------------------------------------------------------


def faulty(dice, rate):
    def decide(_number, _request):
        if dice.random() >= rate:
            return None
        kind = dice.choice(["reset", "503", "delay"])
        if kind == "503":
            return Answer(503, b"", "text/plain")
        if kind == "delay":
            time.sleep(0.5)
            return None
        answer = Answer(200)
        answer.reset = answer.vanish = True
        return answer
    return decide


def faults(args):
    dice = random.Random(args.seed)
    fails, others, statuses = 0, 0, {}
    for number in range(args.runs):
        with Folder() as folder:
            server = Meddled(faulty(dice, args.rate))
            before = server.liked()
            status, told = run(folder, "test-server", server.url, "-q", "--retries",
                               str(args.retries), "-o", "json=report.json")
            with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
                report = json.load(file)
            server.stop()
        statuses[status] = statuses.get(status, 0) + 1
        others += status not in (0, 4)
        failed = [c for c in report["cases"] if c["verdict"] in ("fail", "warn")]
        fails += bool(failed)
        for case in failed:
            print(f"      {number}: {case['verdict']} {case['id']}: {case['reason']}: "
                  f"{case['got']}", flush=True)
        if server.liked() != before:
            fails += 1
            print(f"      {number}: likes are not as before", flush=True)
        if args.verbose:
            print(f"      {number}: {told.splitlines()[-1] if told else ''}", flush=True)
    print(f"faults: {args.runs} runs with --retries {args.retries}, {fails} with a fail, "
          f"exit statuses {statuses}")
    return fails == 0 and others * 100 <= args.runs


# -- latency -----------------------------------------------------------------


def latency(_args):
    """One account, one case after the other: the time is that of the answers."""
    with Folder() as folder:
        server = Meddled(latency_s=0.05)
        begun = time.monotonic()
        status, _ = run(folder, "test-server", server.url, "-q", "-o", "json=report.json")
        seconds = time.monotonic() - begun
        server.stop()
        with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
            seen = sum(e["duration_ms"] for e in json.load(file)["exchanges"]) / 1000
    asked = 0.05 * len(server.requests)
    print(f"latency: exit {status}, {len(server.requests)} requests on {server.connections} "
          f"connections, {seconds:.1f} s, {seconds / seen:.2f} times the sum of the latencies "
          f"({seen:.1f} s; {asked:.1f} s were asked of the server)")
    return status == 0 and seconds <= 1.2 * seen and server.connections < 100


class Relay:
    """In front of the embedded server, wherever it listens: 50 ms for each request."""

    def __init__(self, seconds):
        self.seconds, self.requests, self.connections, self.there = seconds, 0, 0, None
        self.loop = asyncio.new_event_loop()
        self.port = self.loop.run_until_complete(self.listen())
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def listen(self):
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        return server.sockets[0].getsockname()[1]

    async def serve(self, reader, writer):
        self.connections += 1
        there = None
        try:
            while data := await reader.read(1 << 20):
                self.requests += 1
                await asyncio.sleep(self.seconds)
                if there is None:
                    there = await self.connect(data, writer)
                there.write(data)
        except OSError:
            pass
        finally:
            for end in (there, writer):
                if end:
                    end.close()

    async def connect(self, data, writer):
        """Where the Host field says; without one, where the others went."""
        found = re.search(rb"(?i)(?:127.0.0.1|localhost):(\d+)", data)
        if found:
            self.there = int(found.group(1))
        back, there = await asyncio.open_connection("127.0.0.1", self.there)
        asyncio.ensure_future(self.copy(back, writer))
        return there

    @staticmethod
    async def copy(reader, writer):
        try:
            while data := await reader.read(1 << 20):
                writer.write(data)
        except OSError:
            pass
        finally:
            writer.close()


def jobs(args):
    """The best of three: other work on the machine is not what is measured."""
    return any(eight_at_a_time(args) for _ in range(3))


def eight_at_a_time(_args):
    """Accounts of their own: the embedded server has one for each case."""
    with Folder() as folder:
        relay = Relay(0.05)
        begun = time.monotonic()
        status, told = run(folder, "test-server", "-q", "--jobs", "8", "--connect-to",
                           f"::127.0.0.1:{relay.port}")
        seconds = time.monotonic() - begun
    least = relay.requests * 0.05 / 8
    print(f"jobs: exit {status}, {relay.requests} requests on {relay.connections} connections, "
          f"{seconds:.1f} s, {seconds / least:.2f} times requests x 50 ms / 8; "
          f"{told.splitlines()[-1]}")
    return status == 0 and seconds <= 1.3 * least


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    p.add_argument("what", choices=["killed", "faults", "latency", "jobs"])
    p.add_argument("--favspec", metavar="PROGRAM")
    p.add_argument("--times", type=int, default=5)
    p.add_argument("--runs", type=int, default=2)
    p.add_argument("--rate", type=float, default=0.01)
    p.add_argument("--retries", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("-v", "--verbose", action="store_true")
    args = p.parse_args()
    return 0 if globals()[args.what](args) else 1


if __name__ == "__main__":
    sys.exit(main())
