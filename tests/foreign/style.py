"""Costumes: what a conforming server is free to choose, chosen seven times."""

import json
import re

WORDS = [
    {32: "Could not verify who you are", 34: "Nothing lives here",
     38: "id parameter is missing", 86: "Use POST here", 89: "Token expired or unknown",
     131: "Something broke", 135: "Your clock is off", 139: "Liked already",
     144: "No such status among your likes", 215: "No usable credentials", 220: "Users only"},
    {32: "\u7f72\u540d\u304c\u9055\u3044\u307e\u3059", 34: "\u30da\u30fc\u30b8\u304c\u3042\u308a\u307e\u305b\u3093",
     38: "id?", 86: "POST!", 89: "\u30c8\u30fc\u30af\u30f3\u304c\u7121\u52b9\u3067\u3059", 131: "\u5185\u90e8\u30a8\u30e9\u30fc",
     135: "\u6642\u523b\u304c\u305a\u308c\u3066\u3044\u307e\u3059", 139: "\u65e2\u306b\u3044\u3044\u306d\u6e08\u307f",
     144: "\u898b\u3064\u304b\u308a\u307e\u305b\u3093", 215: "\u8a8d\u8a3c\u60c5\u5831\u304c\u3042\u308a\u307e\u305b\u3093", 220: "\u5229\u7528\u8005\u306e\u307f"},
]


class Style:
    """The defaults are style 0."""

    number = 0
    server = "lighthouse/3"
    kind = "application/json;charset=utf-8"
    http10 = False
    chunked = False
    chunk = 1000
    gzip = False
    order = "given"  # given, alphabet, reversed
    indent = None
    slashes = False  # escape the slash
    ascii = False  # escape what is not ASCII
    all_escaped = False  # escape the first letter of every string
    upper_hex = False
    extra = False  # members that nobody asked for
    words = 0
    error_order = ("code", "message")
    field_case = "lower"
    reasons = True
    unauthenticated = (400, 215)
    method_refused = (405, 86)
    id_refused = (403, 38)
    rate_headers = False
    old_shape = False
    lag_s = 0.0
    says_favorited = False  # what the answer to destroy shows
    starts_liked = True
    methods = None  # others are answered with 501 in HTML
    bare_garbage = False  # what is no request gets an answer without a head
    limit = None  # (requests, seconds): then 429 until the window ends
    created = 200  # what favorites/create answers
    configured = False  # its host is what it was told at start, not what a request says

    def __init__(self, **chosen):
        self.__dict__.update(chosen)

    def field(self, name):
        if self.field_case == "title":
            return "-".join(w.capitalize() for w in name.split("-"))
        return name.upper() if self.field_case == "upper" else name

    def reason(self, text):
        return text if self.reasons else "-"

    def spelled(self, value):
        """The value as JSON text in this style's spelling."""
        if self.extra:
            value = with_extras(value)
        text = json.dumps(ordered(value, self.order), ensure_ascii=self.ascii,
                          indent=self.indent,
                          separators=None if self.indent else (",", ":"))
        if self.slashes:
            text = text.replace("/", "\\/")
        if self.upper_hex:
            text = re.sub(r"\\u[0-9a-f]{4}", lambda m: "\\u" + m.group()[2:].upper(), text)
        if self.all_escaped:
            text = re.sub(r'"([A-Za-z0-9])(?=[^"\n]*"[,}\]\s])', escaped_first, text)
        return text.encode()

    def error(self, code):
        said = {"code": code, "message": WORDS[self.words].get(code, "Refused")}
        if self.extra:
            said["label"] = "refused_by_keeper"
        names = list(self.error_order) + [n for n in said if n not in self.error_order]
        return {"errors": [{n: said[n] for n in names}]}


def escaped_first(match):
    return f'"\\u{ord(match.group(1)):04x}'


def ordered(value, order):
    if isinstance(value, list):
        return [ordered(v, order) for v in value]
    if not isinstance(value, dict):
        return value
    names = list(value)
    if order == "alphabet":
        names.sort()
    elif order == "reversed":
        names.reverse()
    return {n: ordered(value[n], order) for n in names}


def with_extras(value):
    """Members of other years and other makers, which a reader ignores."""
    if isinstance(value, list):
        return [with_extras(v) for v in value]
    if isinstance(value, dict) and "id_str" in value and "text" in value:
        more = {"keeper_note": None, "ext": {"r": {"ok": True}, "ttl": -1},
                "new_flags": [1.5e-3, -0.0, 1e2, {"deep": [[[]]]}], "": "nameless"}
        return {**value, **more}
    return value


STYLES = [
    Style(),
    Style(number=1, server="Quay", kind="application/json; charset=UTF-8", chunked=True,
          chunk=7, order="alphabet", indent=2, slashes=True, ascii=True, words=1,
          error_order=("message", "code"), field_case="title", unauthenticated=(401, 32),
          starts_liked=False),
    Style(number=2, server="old-ferry", kind='application/json;charset="utf-8"', http10=True,
          order="reversed", ascii=True, upper_hex=True, extra=True, reasons=False,
          configured=True, method_refused=(404, 34), id_refused=(404, 34), field_case="upper"),
    Style(number=3, server="tug", kind="Application/JSON", gzip=True, chunked=True, chunk=4096,
          indent=1, all_escaped=True, slashes=True, extra=True, rate_headers=True,
          id_refused=(400, 25), words=1),
    Style(number=4, server="sloop", old_shape=True, order="alphabet", indent=4,
          error_order=("message", "code"), field_case="title", id_refused=(404, 144)),
    Style(number=5, server="buoy", lag_s=0.3, says_favorited=True, chunked=True, chunk=64,
          starts_liked=False, rate_headers=True, method_refused=(400, 86)),
    Style(number=6, server="SimpleHTTP/0.6", methods=("GET", "POST"),
          bare_garbage=True, limit=(400, 2), created=201, field_case="title",
          id_refused=(400, 25), error_order=("message", "code")),
]
