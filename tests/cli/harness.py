"""What all command-line tests share: running favspec, and servers to run it against."""

import base64
import json
import os
import resource
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
FOREIGN = os.path.join(ROOT, "tests", "foreign")
HOSTILE = os.path.join(ROOT, "tests", "hostile", "hostile.py")
sys.path.insert(0, FOREIGN)

import oauth1  # noqa: E402
from caller import Caller  # noqa: E402

FAVSPEC = os.environ.get("FAVSPEC", os.path.join(ROOT, "build", "release", "favspec"))
STATUS_ID = "1357924680135792641"
# Secrets with what encodings change, and long enough not to turn up by accident.
KEYS = {
    "FAVSPEC_CONSUMER_KEY": "cli-consumer-8Qx",
    "FAVSPEC_CONSUMER_SECRET": "cS/tide+harbour=Z7w~4k%Q",
    "FAVSPEC_TOKEN": "77001-cliTokenV5n",
    "FAVSPEC_TOKEN_SECRET": "tS gull&ferry!9Jp'(x)",
    "FAVSPEC_STATUS_ID": STATUS_ID,
}
ACCOUNT = oauth1.Account(*list(KEYS.values())[:4])
MEMORY_MAX = 2 << 30

VERDICTS = ["pass", "fail", "warn", "info", "skip", "inconclusive", "error", "xfail", "xpass",
            "flaky"]


def clean_environment(**more):
    """This process's environment without anything that favspec reads."""
    env = {n: v for n, v in os.environ.items() if not n.startswith(("FAVSPEC_", "CK_"))}
    for name in ("NO_COLOR", "GITHUB_ACTIONS"):
        env.pop(name, None)
    env.update(more)
    return env


def small_memory():
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_MAX, MEMORY_MAX))


if not os.access(FAVSPEC, os.X_OK):
    sys.exit(f"there is no program {FAVSPEC}: build it, or name it with FAVSPEC or --favspec")
SANITIZED = b"__asan_init" in open(FAVSPEC, "rb").read()
# What has to end in time may take this many times as long under the sanitizers.
PATIENCE = 4 if SANITIZED else 1


class Outcome:
    def __init__(self, status, out, err):
        self.status = status
        self.raw = out + err
        self.out = out.decode("utf-8", "surrogateescape")
        self.err = err.decode("utf-8", "surrogateescape")

    def json(self):
        return json.loads(self.out)

    def __str__(self):
        return f"exit {self.status}\n-- stdout\n{self.out[-3000:]}\n-- stderr\n{self.err[-3000:]}"


class CommandLine(unittest.TestCase):
    """favspec runs in a folder of its own, with nothing in its environment."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="favspec-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return self.path(name)

    def read(self, name):
        with open(self.path(name), encoding="utf-8", errors="surrogateescape") as file:
            return file.read()

    def begin(self, *arguments, env=None, new_group=False):
        """Starts favspec; env None: no credentials at all."""
        process = subprocess.Popen(
            [FAVSPEC, *arguments], cwd=self.folder, env=clean_environment(**(env or {})),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=new_group, preexec_fn=None if SANITIZED else small_memory)
        self.addCleanup(end, process)
        return process

    def finish(self, process, timeout=60):
        try:
            out, err = process.communicate(timeout=timeout * PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.fail(f"did not end within {timeout} s\n{Outcome(None, out, err)}")
        return Outcome(process.returncode, out, err)

    def run_favspec(self, *arguments, env=None, timeout=60):
        return self.finish(self.begin(*arguments, env=env), timeout)

    def expect(self, status, *arguments, says=(), env=None, timeout=60):
        """Runs favspec; the exit status (or one of several) and words on stderr are given."""
        outcome = self.run_favspec(*arguments, env=env, timeout=timeout)
        wanted = status if isinstance(status, tuple) else (status,)
        self.assertIn(outcome.status, wanted, f"{arguments}\n{outcome}")
        for word in [says] if isinstance(says, str) else says:
            self.assertIn(word, outcome.err, f"{arguments}\n{outcome}")
        if wanted == (2,):
            self.assertEqual("", outcome.out, f"{arguments}: usage errors go to stderr")
            self.assertNotEqual("", outcome.err, f"{arguments}: an error says why")
        return outcome

    # -- servers ---------------------------------------------------------------

    def serve(self, *command):
        process = subprocess.Popen(command, env=clean_environment(**KEYS), text=True,
                                   stdout=subprocess.PIPE)
        self.addCleanup(end, process)
        line = process.stdout.readline()
        self.assertTrue(line.startswith("READY "), f"{command}: {line!r}")
        return line.split()[1]

    def foreign(self, *arguments):
        return self.serve(sys.executable, os.path.join(FOREIGN, "server.py"), *arguments)

    def hostile(self, *arguments):
        return self.serve(sys.executable, HOSTILE, *arguments)

    def caller(self, url):
        return Caller(url, ACCOUNT)

    # -- the catalogue -----------------------------------------------------------

    def case_ids(self):
        """All ids, from the plan of a run."""
        outcome = self.run_favspec("test-server", "--list")
        self.assertEqual(0, outcome.status, str(outcome))
        ids = [word for line in outcome.out.splitlines() for word in line.split()[:1]
               if "/" in word]
        self.assertTrue(ids, str(outcome))
        return ids

    def mutant(self):
        """A defect that violates a MUST."""
        rows = self.expect(0, "test-server", "--mutant", "list").out.splitlines()
        for row in rows:
            if "SIG-VERIFIED" in row:
                return row.split()[0]
        return self.fail(f"no mutant of SIG-VERIFIED among {len(rows)}")

    def report(self, *arguments, env=None, status=None, timeout=60):
        """Runs test-server and returns its JSON report."""
        outcome = self.run_favspec("test-server", *arguments, "-o", "json=report.json",
                                   env=env, timeout=timeout)
        if status is not None:
            self.assertEqual(status, outcome.status, str(outcome))
        self.assertTrue(os.path.exists(self.path("report.json")), str(outcome))
        return json.loads(self.read("report.json"))


def end(process):
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream:
            stream.close()


def spellings(secret):
    """A secret as it might leak: plain, percent-encoded, base64, hex, JSON."""
    data = secret.encode()
    once = urllib.parse.quote(secret, safe="-._~")
    found = {data, once.encode(), once.lower().encode(),
             urllib.parse.quote(once, safe="-._~").encode(),
             urllib.parse.quote_plus(secret).encode(), data.hex().encode(),
             data.hex().upper().encode(), json.dumps(secret)[1:-1].encode(),
             json.dumps(secret)[1:-1].replace("/", "\\/").encode(),
             secret.replace("&", "&amp;").replace("'", "&#39;").encode(),
             secret.replace("&", "&amp;").replace("'", "&apos;").encode()}
    for shift in range(3):
        # The middle of the base64 text does not depend on what stands around the secret.
        text = base64.b64encode(b"\0" * shift + data).rstrip(b"=")
        found.add(text[4 if shift else 0: -2])
    return found
