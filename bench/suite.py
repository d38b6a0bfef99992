#!/usr/bin/env python3
"""Signed and judged requests: favspec's cases against newman, on the same server.

newman signs with its own OAuth 1.0 and makes two assertions a request, as Postman users
do; favspec runs its cases with all their checks. Both write no report but what is needed
to count. newman's start is not held against it; favspec's counts. The cases that wait
for seconds, to see whether an effect lasts, are left out.
"""

import json
import pathlib
import tempfile

import bench

ITERATIONS = 100  # of two requests each: like, un-like


def request(port, action):
    oauth1 = {
        "consumerKey": bench.DEMO["FAVSPEC_CONSUMER_KEY"],
        "consumerSecret": bench.DEMO["FAVSPEC_CONSUMER_SECRET"],
        "token": bench.DEMO["FAVSPEC_TOKEN"],
        "tokenSecret": bench.DEMO["FAVSPEC_TOKEN_SECRET"],
        "signatureMethod": "HMAC-SHA1", "version": "1.0", "addParamsToHeader": True,
    }
    status = bench.DEMO["FAVSPEC_STATUS_ID"]
    script = ["pm.test('status', () => pm.response.to.have.status(200));",
              "pm.test('id', () => pm.expect(pm.response.json().id_str)"
              f".to.eql('{status}'));"]
    return {
        "name": action,
        "event": [{"listen": "test", "script": {"type": "text/javascript", "exec": script}}],
        "request": {
            "method": "POST",
            "url": f"http://127.0.0.1:{port}/1.1/favorites/{action}.json",
            "body": {"mode": "urlencoded",
                     "urlencoded": [{"key": "id", "value": status},
                                    {"key": "include_entities", "value": "false"}]},
            "auth": {"type": "oauth1",
                     "oauth1": [{"key": k, "value": v} for k, v in oauth1.items()]},
        },
    }


def collection(folder, port):
    file = folder / "collection.json"
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    file.write_text(json.dumps({
        "info": {"name": "favorites/destroy", "schema": schema},
        # What is liked at first is un-liked first.
        "item": [request(port, "destroy"), request(port, "create")],
    }))
    return file


def newman(program, file, iterations):
    return bench.Run(program, "run", file, "--silent", "-n", iterations) \
        .must_end_with(0, "newman")


def favspec(folder, port):
    report = folder / "report.json"
    skipped = [word for case in bench.slow_cases() for word in ("--skip", case)]
    run = bench.Run(bench.FAVSPEC, "test-server", f"http://127.0.0.1:{port}/1.1", "-q",
                    "-o", f"json={report}", "--ledger", folder / "ledger", *skipped,
                    env=bench.DEMO).must_end_with(0, "favspec test-server")
    return run, len(json.loads(report.read_text())["exchanges"])


def per_request(folder, port):
    """One round: milliseconds of CPU and wall time a request, of both."""
    program, file = bench.peer("newman"), collection(folder, port)
    once, many = newman(program, file, 1), newman(program, file, ITERATIONS)
    ours, requests = favspec(folder, port)
    added = 2 * (ITERATIONS - 1)
    return {
        "favspec cpu": ours.cpu * 1e3 / requests,
        "favspec wall": ours.wall * 1e3 / requests,
        "newman cpu": (many.cpu - once.cpu) * 1e3 / added,
        "newman wall": (many.wall - once.wall) * 1e3 / added,
        "requests": requests,
    }


def main():
    bench.build("favspec")
    with tempfile.TemporaryDirectory() as name, bench.favspec_serve() as (_, port):
        rounds = [per_request(pathlib.Path(name), port) for _ in range(bench.ROUNDS)]
    print(f"{rounds[0]['requests']} requests of favspec's cases, {2 * ITERATIONS} of newman, "
          f"{len(rounds)} rounds")
    for what in ("favspec cpu", "newman cpu", "favspec wall", "newman wall"):
        bench.say(f"{what}, a request", bench.median(r[what] for r in rounds), "ms")
    for kind in ("cpu", "wall"):
        ratio = bench.median(r[f"newman {kind}"] / r[f"favspec {kind}"] for r in rounds)
        bench.target(f"newman / favspec, {kind} time a request", ratio, "x", ">=", 25)
    bench.end()


if __name__ == "__main__":
    main()
