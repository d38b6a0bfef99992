"""The other end of fuzz/host/coprocess.h for adapters in Python.

    import favspec_adapter

    def sign(request):
        return {"base_string": ..., "signature": ..., "header": ...}

    favspec_adapter.run("my-signer", "1.0", sign=sign, quirks="not-utf8 nul")

Every value is bytes, or None where there is none. A function returns a dictionary with what it
can tell, REJECT for an input that it refuses, or SKIP for one that it cannot be asked. An
exception ends the process, which is a finding. Standard output is taken: print to sys.stderr.
"""

import os
import struct
import sys

OK, REJECT, _, SKIP = range(4)
NO_MEMBER = object()  # a member that the document does not have, or of another type

REQUEST = ("method", "url", "content_type", "body", "consumer_key", "consumer_secret",
           "token", "token_secret", "nonce", "timestamp")
CALLS = {
    b"S": ("sign", REQUEST, ("base_string", "signature", "header")),
    b"V": ("verify", REQUEST + ("authorization",), ()),
    b"J": ("status", ("json",), ("id", "favorited", "id_str", "text", "user_id_str")),
    b"E": ("error", ("http_status", "body"), ("code", "message")),
    b"M": ("shape", ("schema", "document"), ()),
}


def _fields(payload):
    fields, at = [], 1
    while at < len(payload):
        (length,) = struct.unpack_from(">I", payload, at)
        at += 4
        if length == 0xFFFFFFFF:
            fields.append(None)
        else:
            fields.append(payload[at:at + length])
            at += length
    return fields


def _packed(value):
    if value is None:
        return b"\xff\xff\xff\xff"
    if value is NO_MEMBER:
        return b"\xff\xff\xff\xfe"
    if isinstance(value, bool):
        value = "true" if value else "false"
    if not isinstance(value, bytes):
        value = str(value).encode("utf-8", "surrogatepass")
    return struct.pack(">I", len(value)) + value


def _frame(result, values):
    body = bytes((result,)) + b"".join(map(_packed, values))
    return struct.pack(">I", len(body)) + body


def _answer(functions, letter, fields):
    name, arguments, results = CALLS[letter]
    given = dict(zip(arguments, fields))
    answer = functions[name](given) if name in ("sign", "verify") else functions[name](*fields)
    if isinstance(answer, dict):
        return _frame(OK, [answer.get(result) for result in results])
    return _frame(answer, ())


def run(name, version, quirks="", **functions):
    """Answers calls until standard input ends."""
    source, sink = sys.stdin.buffer, os.dup(1)
    os.dup2(2, 1)  # what is printed by mistake must not break the frames
    while head := source.read(4):
        payload = source.read(struct.unpack(">I", head)[0])
        letter, fields = payload[:1], _fields(payload)
        if letter == b"H":
            known = fields[0] == b"1"
            frame = _frame(OK if known else REJECT, (name, version, " ".join(functions), quirks))
        else:
            frame = _answer(functions, letter, fields)
        while frame:
            frame = frame[os.write(sink, frame):]
