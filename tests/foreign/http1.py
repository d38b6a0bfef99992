"""HTTP/1.1 by hand: one request in, one answer out, limits on everything."""

import email.utils
import gzip
import re
import select
import socket
import struct
import time

HEAD_MAX = 64 * 1024
TARGET_MAX = 16 * 1024
BODY_MAX = 1024 * 1024
IDLE_S = 15

TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
HOST = re.compile(rb"[A-Za-z0-9._~:\[\]%!$&'()*+,;=-]+\Z")
REASONS = {
    200: "OK", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
    404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
    411: "Length Required", 413: "Content Too Large", 414: "URI Too Long",
    417: "Expectation Failed", 431: "Request Header Fields Too Large",
    500: "Internal Server Error", 501: "Not Implemented",
    503: "Service Unavailable", 505: "HTTP Version Not Supported",
}


class Refused(Exception):
    """The bytes are no request that can be served; the connection ends."""

    def __init__(self, status, bare=False):
        super().__init__(status)
        self.status = status
        self.bare = bare  # not even a request line


class Gone(Exception):
    """The peer went away."""


class Request:
    def __init__(self, method, target, version, fields):
        self.method = method
        self.version = version
        self.fields = fields  # [(name as sent, value)], bytes
        self.body = b""
        self.authority = None
        if re.match(rb"https?://", target, re.I):
            rest = target.split(b"://", 1)[1]
            cut = re.search(rb"[/?]", rest)
            end = cut.start() if cut else len(rest)
            self.authority, target = rest[:end], rest[end:]
            self.absolute = True
        else:
            self.absolute = False
        self.path, _, self.query = target.partition(b"?")

    def all(self, name):
        return [v for n, v in self.fields if n.lower() == name]

    def first(self, name, default=b""):
        found = self.all(name)
        return found[0] if found else default

    def host(self):
        return self.authority if self.authority is not None else self.first(b"host")

    def media_type(self):
        return self.first(b"content-type").split(b";")[0].strip().lower()


class Answer:
    def __init__(self, status, body=b"", kind="application/json", fields=()):
        self.status = status
        self.body = body
        self.kind = kind
        self.fields = list(fields)
        self.cut = False  # send less than announced
        self.vanish = False  # send nothing, close
        self.reset = False  # … with a reset
        self.hang = False  # send nothing, stay


class Connection:
    def __init__(self, sock, wrong):
        self.sock = sock
        self.wrong = wrong
        self.buffer = b""
        sock.settimeout(IDLE_S)

    # -- in ---------------------------------------------------------------

    def more(self):
        try:
            data = self.sock.recv(65536)
        except socket.timeout:
            raise Gone from None
        if not data:
            raise Gone
        self.buffer += data

    def line(self, limit):
        while b"\n" not in self.buffer:
            if len(self.buffer) > limit:
                raise Refused(400)
            self.more()
        raw, self.buffer = self.buffer.split(b"\n", 1)
        return raw[:-1] if raw.endswith(b"\r") else raw

    def exactly(self, count):
        while len(self.buffer) < count:
            self.more()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def head(self):
        end = None
        while end is None:
            self.buffer = self.buffer.lstrip(b"\r\n")  # RFC 9112 2.2: empty lines before
            end = re.search(rb"\r?\n\r?\n", self.buffer)
            if end is None:
                if len(self.buffer) > HEAD_MAX:
                    first = self.buffer.split(b"\n", 1)[0]
                    raise Refused(414 if len(first) > TARGET_MAX else 431)
                self.more()
        data, self.buffer = self.buffer[: end.start()], self.buffer[end.end():]
        if len(data) > HEAD_MAX:
            raise Refused(431)
        return re.split(rb"\r?\n", data)

    def request(self):
        lines = self.head()
        parts = lines[0].split(b" ")
        if len(parts) != 3 or not TOKEN.match(parts[0]):
            raise Refused(400, bare=True)
        method, target, version = parts
        if not re.match(rb"HTTP/\d\.\d\Z", version):
            raise Refused(400)
        if version not in (b"HTTP/1.0", b"HTTP/1.1"):
            raise Refused(505)
        if len(target) > TARGET_MAX:
            raise Refused(414)
        if not re.match(rb"(/|https?://|\*\Z)", target, re.I):
            raise Refused(400)
        if re.search(rb"[^\x21-\x7e]", target):
            raise Refused(400)
        request = Request(method.decode(), target, version, fields_of(lines[1:]))
        if request.absolute and self.wrong("absolute-refused"):
            raise Refused(400)
        self.check_host(request)
        self.read_body(request)
        return request

    def check_host(self, request):
        hosts = request.all(b"host")
        if not hosts and (request.version == b"HTTP/1.0" or self.wrong("host-optional")):
            request.authority = b"%s:%d" % (self.sock.getsockname()[0].encode(),
                                            self.sock.getsockname()[1])
            return
        if len(hosts) != 1 or not HOST.match(hosts[0]):
            raise Refused(400)

    def read_body(self, request):
        codings = request.all(b"transfer-encoding")
        lengths = request.all(b"content-length")
        if self.wrong("framing-any"):
            lengths = lengths[-1:]
            codings = codings if not lengths else []
        if codings and lengths or len(lengths) > 1:
            raise Refused(400)
        if codings and request.version == b"HTTP/1.0":
            raise Refused(400)
        if codings and (len(codings) > 1 or codings[0].strip().lower() != b"chunked"):
            raise Refused(501)
        length = 0
        if lengths:
            if not re.match(rb"\d{1,18}\Z", lengths[0]):
                raise Refused(400)
            length = int(lengths[0])
        elif request.method == "POST" and not codings and self.wrong("empty-body-411"):
            raise Refused(411)
        if length > BODY_MAX:
            raise Refused(413)
        self.meet_expectation(request, bool(codings) or length > 0)
        request.body = self.chunks() if codings else self.exactly(length)

    def meet_expectation(self, request, has_body):
        expected = request.first(b"expect").strip().lower()
        if not expected or request.version == b"HTTP/1.0":
            return
        if expected != b"100-continue":
            raise Refused(417)
        if self.wrong("expect-500"):
            raise Refused(500)
        if has_body and not self.buffer:
            self.sock.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    def chunks(self):
        body = b""
        while True:
            size = self.line(1024).split(b";")[0].strip()
            if not re.match(rb"[0-9A-Fa-f]{1,8}\Z", size):
                raise Refused(400)
            count = int(size, 16)
            if count == 0:
                break
            if len(body) + count > BODY_MAX:
                raise Refused(413)
            body += self.exactly(count)
            if self.exactly(2) != b"\r\n":
                raise Refused(400)
        for _ in range(100):
            if self.line(8192) == b"":
                return body
        raise Refused(431)

    # -- out --------------------------------------------------------------

    def send(self, answer, request, style, close):
        if answer.reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise Gone
        if answer.vanish:
            return
        if answer.hang:
            self.wait_for_end()
            return
        body, fields = answer.body, list(answer.fields)
        fields.insert(0, ("content-type", answer.kind))
        then = time.time() - (86400 if self.wrong("date-wrong") else 0)
        fields.append(("date", email.utils.formatdate(then, usegmt=True)))
        fields.append(("server", style.server))
        offered = request is not None and b"gzip" in request.first(b"accept-encoding")
        if style.gzip and offered and body:
            body = gzip.compress(body)
            fields.append(("content-encoding", "gzip"))
            fields.append(("vary", "accept-encoding"))
        old = style.http10 or request is None or request.version == b"HTTP/1.0"
        if style.chunked and not old and body:
            fields.append(("transfer-encoding", "chunked"))
            payload = chunked(body, style.chunk)
        else:
            fields.append(("content-length", str(len(body))))
            payload = body
        if close:
            fields.append(("connection", "close"))
        silent = request is not None and request.method == "HEAD"
        if silent and not self.wrong("head-with-body"):
            payload = b""
        if answer.cut:
            payload = payload[: len(payload) // 2]
        version = "HTTP/1.0" if style.http10 else "HTTP/1.1"
        reason = style.reason(REASONS.get(answer.status, "Unknown"))
        head = f"{version} {answer.status} {reason}\r\n"
        head += "".join(f"{style.field(n)}: {v}\r\n" for n, v in fields) + "\r\n"
        self.sock.sendall(head.encode("latin-1") + payload)

    def wait_for_end(self):
        """Says nothing until the peer gives up."""
        end = time.time() + 120
        while time.time() < end:
            ready, _, _ = select.select([self.sock], [], [], 1)
            if ready and not self.sock.recv(65536):
                return

    def linger(self):
        """Reads what is still coming, so that the last answer is not lost in a reset."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
            self.sock.settimeout(0.5)
            end = time.time() + 2
            while time.time() < end and self.sock.recv(65536):
                pass
        except OSError:
            pass


def fields_of(lines):
    fields = []
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not TOKEN.match(name) or re.search(rb"[\0\r]", value):
            raise Refused(400)
        fields.append((name, value.strip(b" \t")))
    if len(fields) > 200:
        raise Refused(431)
    return fields


def chunked(body, size):
    out = b""
    for at in range(0, len(body), size):
        piece = body[at: at + size]
        out += b"%x\r\n" % len(piece) + piece + b"\r\n"
    return out + b"0\r\n\r\n"
