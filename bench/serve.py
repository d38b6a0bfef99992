#!/usr/bin/env python3
"""favspec serve --keep-liked against nginx and two mock servers: signed requests over
32 connections that are kept open.

nginx answers the same number of octets from its configuration and checks nothing; the
mock servers answer the same document. Every server gets one core, wrk the other. What
counts is the server's CPU time a request, which other programs disturb least.
"""

import base64
import hashlib
import hmac
import http.client
import json
import pathlib
import subprocess
import tempfile
import time
import urllib.parse

import bench

CONNECTIONS = 32
SERVER_CORE, CLIENT_CORE = 0, 1
PATH = "/1.1/favorites/destroy.json"
SECONDS = 2  # of load a round
REQUESTS = 100000  # signed for that: more than can be sent, for no nonce is used twice
PORTS = {name: bench.free_port() for name in ("nginx", "prism", "mockoon")}


def encode(text):
    return urllib.parse.quote(text, safe="-._~")


def signed(port, number):
    """One request, as it goes over the wire."""
    oauth = {
        "oauth_consumer_key": bench.DEMO["FAVSPEC_CONSUMER_KEY"],
        "oauth_nonce": f"{time.time_ns():x}{number:08x}",
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(time.time())),
        "oauth_token": bench.DEMO["FAVSPEC_TOKEN"],
        "oauth_version": "1.0",
    }
    form = {"id": bench.DEMO["FAVSPEC_STATUS_ID"], "include_entities": "false"}
    text = "&".join(f"{k}={encode(v)}" for k, v in sorted({**oauth, **form}.items()))
    base = "&".join(map(encode, ("POST", f"http://127.0.0.1:{port}{PATH}", text)))
    key = "&".join(encode(bench.DEMO[f"FAVSPEC_{name}_SECRET"]) for name in ("CONSUMER", "TOKEN"))
    digest = hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()
    oauth["oauth_signature"] = base64.b64encode(digest).decode()
    header = ", ".join(f'{k}="{encode(v)}"' for k, v in oauth.items())
    body = urllib.parse.urlencode(form)
    return (f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: OAuth {header}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}").encode()


def write_requests(file, port):
    with file.open("wb") as out:
        for number in range(REQUESTS):
            request = signed(port, number)
            out.write(b"%d\n%s" % (len(request), request))


def answer_of(port):
    """The answer's body, once: what the others answer too."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.connect()
    connection.sock.sendall(signed(port, 0))
    response = http.client.HTTPResponse(connection.sock, method="POST")
    response.begin()
    body = response.read()
    connection.close()
    if response.status != 200:
        bench.fail(f"favspec serve answers {response.status} to a request that is right")
    return body.decode()


def cpu_clock(process):
    """CPU seconds of another process, to the nanosecond: Linux' clock for its id."""
    return time.clock_gettime((~process.pid << 3) | 2)


def load(process, port, file):
    """Microseconds of the server's CPU a request, and requests a second of wall time."""
    begin = cpu_clock(process)
    wrk = subprocess.run(
        [bench.tool("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", "--timeout", "30", "-s",
         bench.ROOT / "bench/serve.lua", f"http://127.0.0.1:{port}", "--", file],
        stdout=subprocess.PIPE, text=True, preexec_fn=bench.on_core(CLIENT_CORE))
    spent = cpu_clock(process) - begin
    result = [line for line in wrk.stdout.splitlines() if line.startswith("RESULT")]
    if not result:
        bench.fail(f"wrk says:\n{wrk.stdout}")
    done, bad, wall_us = map(int, result[0].split()[1:])
    if bad or not 0 < done < REQUESTS - CONNECTIONS:
        bench.fail(f"port {port}: {done} requests of {REQUESTS}, {bad} not answered with 200")
    return spent * 1e6 / done, done * 1e6 / wall_us


def nginx(folder, body):
    text = f"""daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 256; }}
http {{
    access_log off; keepalive_requests 1000000; client_body_temp_path {folder};
    proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{PORTS["nginx"]};
        location = {PATH} {{ default_type application/json; return 200 "{'x' * len(body)}"; }}
    }}
}}
"""
    (folder / "nginx.conf").write_text(text)
    return [bench.tool("nginx"), "-p", folder, "-c", folder / "nginx.conf"]


def prism(folder, body):
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}}
    answer = {"description": "the status",
              "content": {"application/json": {"example": json.loads(body)}}}
    (folder / "openapi.json").write_text(json.dumps({
        "openapi": "3.0.3", "info": {"title": "favorites", "version": "1.1"},
        "paths": {PATH: {"post": {"requestBody": {"content": form},
                                  "responses": {"200": answer}}}},
    }))
    return [bench.peer("prism"), "mock", "-h", "127.0.0.1", "-p", PORTS["prism"], "--verboseLevel",
            "error", folder / "openapi.json"]


def mockoon(folder, body):
    def identity(last):
        return f"00000000-0000-4000-8000-00000000000{last}"

    response = {
        "uuid": identity(2), "body": body, "latency": 0, "statusCode": 200, "label": "",
        "headers": [{"key": "Content-Type", "value": "application/json"}], "bodyType": "INLINE",
        "filePath": "", "databucketID": "", "sendFileAsBody": False, "rules": [],
        "rulesOperator": "OR", "disableTemplating": True, "fallbackTo404": False,
        "default": True, "crudKey": "id", "callbacks": [],
    }
    route = {
        "uuid": identity(1), "type": "http", "documentation": "", "method": "post",
        "endpoint": PATH[1:], "responses": [response], "responseMode": None,
        "streamingMode": None, "streamingInterval": 0,
    }
    (folder / "mockoon.json").write_text(json.dumps({
        "uuid": identity(0), "lastMigration": 33, "name": "favorites", "endpointPrefix": "",
        "latency": 0, "port": PORTS["mockoon"], "hostname": "127.0.0.1", "folders": [],
        "routes": [route], "rootChildren": [{"type": "route", "uuid": identity(1)}],
        "proxyMode": False, "proxyHost": "", "proxyRemovePrefix": False,
        "tlsOptions": {"enabled": False, "type": "CERT", "pfxPath": "", "certPath": "",
                       "keyPath": "", "caPath": "", "passphrase": ""},
        "cors": False, "headers": [], "proxyReqHeaders": [], "proxyResHeaders": [],
        "data": [], "callbacks": [],
    }))
    return [bench.peer("mockoon-cli"), "start", "--data", folder / "mockoon.json",
            "--disable-log-to-file"]


def answers(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("POST", PATH)
        return connection.getresponse().status == 200
    except OSError:
        return False


def measure_peer(name, command, requests):
    with bench.running(*command, core=SERVER_CORE) as process:
        bench.wait_until(lambda: answers(PORTS[name]), f"{name} does not start")
        return load(process, PORTS[name], requests)


def measure_favspec(requests):
    with bench.favspec_serve("--keep-liked", core=SERVER_CORE) as (process, port):
        write_requests(requests, port)
        return load(process, port, requests)


def one_round(folder, body):
    """The others get the requests that favspec got: they check nothing."""
    requests = folder / "requests"
    return {
        "favspec": measure_favspec(requests),
        "nginx": measure_peer("nginx", nginx(folder, body), requests),
        "prism": measure_peer("prism", prism(folder, body), requests),
        "mockoon": measure_peer("mockoon", mockoon(folder, body), requests),
    }


def main():
    bench.build("favspec")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with bench.favspec_serve("--keep-liked") as (_, port):
            body = answer_of(port)
        rounds = [one_round(folder, body) for _ in range(bench.ROUNDS)]
    print(f"answers of {len(body)} octets, {CONNECTIONS} connections, {bench.ROUNDS} rounds")
    for server in rounds[0]:
        bench.say(f"{server}, CPU time a request",
                  bench.median(r[server][0] for r in rounds), "us")
        bench.say(f"{server}, throughput", bench.median(r[server][1] for r in rounds), "/s")
    for server in PORTS:
        ratio = bench.median(r["favspec"][1] / r[server][1] for r in rounds)
        bench.say(f"throughput, favspec / {server}", ratio, "x")
    for server, goal in (("nginx", 0.8), ("prism", 30), ("mockoon", 30)):
        ratio = bench.median(r[server][0] / r["favspec"][0] for r in rounds)
        bench.target(f"requests for a CPU second, favspec / {server}", ratio, "x", ">=", goal)
    bench.end()


if __name__ == "__main__":
    main()
