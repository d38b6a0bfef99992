"""What the benches share: a release build, programs measured, targets compared.

Other programs run on the machine too. So CPU time (of the program and of what it started)
counts before wall time, contestants take turns, and what is compared is the median over
the rounds. FAVSPEC_BENCH_BUILD names another folder than build/bench.
"""

import contextlib
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = pathlib.Path(os.environ.get("FAVSPEC_BENCH_BUILD", ROOT / "build" / "bench"))
FAVSPEC = BUILD / "favspec"
ROUNDS = 7
DEMO = {  # what `favspec serve` knows without any credentials
    "FAVSPEC_CONSUMER_KEY": "favspec-demo-app",
    "FAVSPEC_CONSUMER_SECRET": "demo-consumer-secret",
    "FAVSPEC_TOKEN": "1000001-favspec-demo-token",
    "FAVSPEC_TOKEN_SECRET": "demo-token-secret",
    "FAVSPEC_STATUS_ID": "243138128959913986",
}
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith("FAVSPEC_")}
missed = 0


def fail(text):
    sys.exit(f"{pathlib.Path(sys.argv[0]).name}: {text}")


def quietly(*command, **options):
    """Runs a command of which only a failure is of interest."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, **options)
    if done.returncode != 0:
        fail(f"{' '.join(map(str, command))} failed:\n{done.stdout[-2000:]}")


def build(*targets):
    """An optimized build without sanitizers, of these targets."""
    if not (BUILD / "CMakeCache.txt").exists():
        quietly("cmake", "-S", ROOT, "-B", BUILD, "-DCMAKE_BUILD_TYPE=Release",
                "-DFAVSPEC_BENCH=ON", "-DFAVSPEC_TESTS=OFF")
    quietly("cmake", "--build", BUILD, "--parallel", "2", "--target", *targets)


def tool(name):
    """A program that ci/setup --bench installs; servers are not on everybody's path."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    return path or fail(f"{name} is needed (ci/setup --bench)")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def peer(name):
    """The path of a program from package.json, installed beside the build."""
    folder = BUILD / "peers"
    program = folder / "node_modules" / ".bin" / name
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(ROOT / "bench" / file, folder)
        quietly(tool("npm"), "ci", "--ignore-scripts", cwd=folder)
    return program


def on_core(core):
    """Keeps a child on one core, counted from 0 among those that there are."""
    cores = sorted(os.sched_getaffinity(0))
    return lambda: os.sched_setaffinity(0, {cores[core % len(cores)]})


class Run:
    """A program from start to end: status, wall and CPU seconds, peak memory in MiB."""

    def __init__(self, *command, env=None, core=None):
        begin = time.monotonic()
        child = subprocess.Popen(
            list(map(str, command)), env={**PLAIN, **(env or {})},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=None if core is None else on_core(core))
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = self.status = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - begin
        self.cpu = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1024

    def must_end_with(self, status, what):
        if self.status != status:
            fail(f"{what} ended with status {self.status}, not {status}")
        return self


@contextlib.contextmanager
def running(*command, env=None, core=None):
    """A server in the background."""
    child = subprocess.Popen(
        list(map(str, command)), env={**PLAIN, **(env or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=None if core is None else on_core(core))
    try:
        yield child
    finally:
        child.terminate()
        child.wait()


@contextlib.contextmanager
def favspec_serve(*options, core=None):
    """favspec serve on a port of its own; gives process and port."""
    with tempfile.TemporaryDirectory() as folder:
        port_file = pathlib.Path(folder) / "port"
        with running(FAVSPEC, "serve", "-q", "--port-file", port_file, *options,
                     core=core) as server:
            wait_until(lambda: port_file.exists() and port_file.read_text().strip(),
                       "favspec serve does not start", 5)
            yield server, int(port_file.read_text())


def slow_cases():
    """The ids of the cases that say of themselves that they wait for a reason."""
    texts = [file.read_text() for file in (ROOT / "suite/server/cases").glob("*.c")]
    entries = [entry for text in texts for entry in text.split('.id = "')[1:]]
    found = sorted(entry.split('"')[0] for entry in entries if ".slow = true" in entry)
    return found or fail("no case is marked slow: where did the mark go?")


def wait_until(condition, otherwise, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            fail(otherwise)
        time.sleep(0.02)


median = statistics.median


def say(name, value, unit):
    print(f"{name:<52} {value:10.3f} {unit}", flush=True)


def target(name, value, unit, sign, goal):
    """Prints a measurement beside its target; sign is >= or <=."""
    global missed
    ok = value >= goal if sign == ">=" else value <= goal
    missed += not ok
    print(f"{name:<52} {value:10.3f} {unit:<4} target {sign} {goal:g}  "
          f"{'ok' if ok else 'MISSED'}", flush=True)


def end():
    sys.exit(1 if missed else 0)
