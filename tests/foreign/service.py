"""The routes: who may do what, and what it does. Knows neither sockets nor spelling."""

import json
import re
import threading
import time

from http1 import Answer
from oauth1 import Denied, Verifier, pairs_of_form

CODES = {34: 404, 86: 405, 139: 403, 144: 404, 131: 500}
FORM = b"application/x-www-form-urlencoded"


class Service:
    def __init__(self, account, world, style, prefix, missing, scheme, wrong):
        self.world = world
        self.style = style
        self.wrong = wrong
        self.account = account
        self.stumbled = False
        self.window_lock, self.window_end, self.window_count = threading.Lock(), 0.0, 0
        self.verifier = Verifier(account, scheme, wrong)
        base = prefix.rstrip("/").encode()
        self.show_path = re.compile(re.escape(base) + rb"/statuses/show/([^/]+)\.json\Z")
        self.destroy_path = base + b"/favorites/destroy"
        self.routes = {
            base + b"/favorites/destroy.json": ("destroy", "POST", self.destroy),
            base + b"/favorites/create.json": ("create", "POST", self.create),
            base + b"/favorites/list.json": ("list", "GET", self.list),
            base + b"/statuses/show.json": ("show", "GET", self.show),
            base + b"/account/verify_credentials.json": ("verify", "GET", self.verify),
        }
        for name in missing:
            self.routes = {p: r for p, r in self.routes.items() if r[0] != name}
            if name == "show":
                self.show_path = re.compile(rb"(?!)")

    # -- one request ----------------------------------------------------------

    def answer(self, request):
        try:
            answer = self.handle(request)
        except Denied as denied:
            answer = self.denial(denied)
        if self.wrong("cookie-session") and answer.status == 200:
            answer.fields.append(("set-cookie", "session=open; Path=/"))
        return self.spoiled(answer)

    def handle(self, request):
        style = self.style
        if style.limit and not self.within_limit(*style.limit):
            return self.limited()
        if style.methods and request.method not in style.methods:
            return Answer(501, b"<!DOCTYPE HTML><title>Unsupported method</title>", "text/html")
        route, more = self.route(request)
        if route is None:
            return self.error(404, 34)
        name, method, act = route
        if not self.allowed(name, method, request):
            answer = self.error(*self.style.method_refused)
            answer.fields.append(("allow", method))
            return answer
        form = self.form(request)
        if name == "destroy" and self.wrong("acts-before-auth"):
            self.destroy(self.parameters(request, form, {}))
        self.verifier.check(request, form)
        return act(self.parameters(request, form, more))

    def within_limit(self, requests, seconds):
        with self.window_lock:
            now = time.time()
            if now >= self.window_end:
                self.window_end, self.window_count = now + seconds, 0
            self.window_count += 1
            return self.window_count <= requests

    def limited(self):
        answer = self.json(429, self.style.error(88))
        answer.fields += [("x-rate-limit-limit", str(self.style.limit[0])),
                          ("x-rate-limit-remaining", "0"),
                          ("x-rate-limit-reset", str(int(self.window_end) + 1))]
        return answer

    def route(self, request):
        path = request.path
        shown = self.show_path.match(path)
        if shown:
            return ("show", "GET", self.show), {b"id": shown.group(1)}
        if self.wrong("prefix-matches") and path.startswith(self.destroy_path):
            return ("destroy", "POST", self.destroy), {}
        return self.routes.get(path), {}

    def allowed(self, name, method, request):
        sent = request.method
        if sent == method or method == "GET" and sent == "HEAD":
            return True
        if name != "destroy":
            return False
        if self.wrong("override-acts") and sent == "GET":
            return request.first(b"x-http-method-override").upper() == b"POST"
        return sent == "GET" and self.wrong("get-acts") or sent == "DELETE" and self.wrong(
            "delete-acts")

    def form(self, request):
        kind = request.media_type()
        if self.wrong("media-type-exact"):
            kind = request.first(b"content-type")
        return pairs_of_form(request.body, not self.wrong("plus-kept")) if kind == FORM else []

    def parameters(self, request, form, more):
        """The first of each name, the query before the body."""
        query = pairs_of_form(request.query)
        found = {}
        for name, value in query + form:
            if name == b"id" and self.wrong("id-body-ignored") and (name, value) not in query:
                continue
            if name == b"id" and self.wrong("id-query-ignored") and (name, value) not in form:
                continue
            if name == b"include_entities" and (name, value) not in query and self.wrong(
                    "entities-body-ignored"):
                continue
            found.setdefault(name, value)
        if self.wrong("json-body-read") and request.media_type() == b"application/json":
            found.update(members(request.body))
        found.update(more)
        return found

    # -- answers --------------------------------------------------------------

    def denial(self, denied):
        status, code = denied.status, denied.code
        if code == 215:
            status, code = self.style.unauthenticated
        answer = self.error(status, code)
        if self.wrong("secret-told") and denied.detail.startswith("expected"):
            answer.body = self.style.spelled(
                {"errors": [{"code": code, "message": denied.detail}]})
        if status == 401 and not self.wrong("no-challenge"):
            answer.fields.append(("www-authenticate", 'OAuth realm="https://quay.example/"'))
        return answer

    def error(self, status, code):
        body = self.style.error(code)
        if self.wrong("error-code-text"):
            body["errors"][0]["code"] = str(code)
        answer = self.json(status, body)
        if self.wrong("html-errors"):
            answer.kind = "text/html"
            answer.body = b"<!doctype html><title>Error</title><p>No."
        if self.wrong("error-empty"):
            answer.body = b""
        if self.wrong("error-200"):
            answer.status = 200
        return answer

    def json(self, status, value):
        answer = Answer(status, self.style.spelled(value), self.style.kind)
        if status == 200 and self.style.rate_headers:
            answer.fields += [("x-rate-limit-limit", "900"), ("x-rate-limit-remaining", "899"),
                              ("x-rate-limit-reset", str(int(time.time()) + 900))]
        return answer

    def spoiled(self, answer):
        if answer.status != 200 or not answer.body:
            return answer
        if self.wrong("trailing-bytes"):
            answer.body += b"\n<!-- served by quay -->"
        if self.wrong("bad-utf8"):
            answer.body = answer.body.replace(b'"text":"', b'"text":"\xff', 1)
        if self.wrong("byte-order-mark"):
            answer.body = b"\xef\xbb\xbf" + answer.body
        if self.wrong("names-twice"):
            answer.body = answer.body.replace(b"{", b'{"retweeted":true,', 1)
        return answer

    # -- the resource and its companions ----------------------------------------

    def number(self, parameters):
        """The id as a number; Denied when it is none."""
        text = parameters.get(b"id")
        if text is None:
            raise Denied(*((500, 131) if self.wrong("id-missing-500")
                           else self.style.id_refused))
        if self.wrong("id-cast"):
            text = re.match(rb"\s*\+?(\d*)", text).group(1) or b"0"
        if self.wrong("id-wraps") and re.match(rb"\d+\Z", text):
            return int(text) % (1 << 64)
        if not re.match(rb"[1-9][0-9]{0,18}\Z", text):
            raise Denied(*self.style.id_refused)
        number = int(text)
        if self.wrong("id-read-as-double"):
            for known in self.world.ids:
                if float(known) == float(number):
                    return known
        return number

    def destroy(self, parameters):
        world, number = self.world, self.number(parameters)
        if not world.exists(number):
            if self.wrong("unknown-200"):
                return self.status(world.ids[-1], parameters)
            raise Denied(404, 144)
        if self.wrong("relike-refused") and number in world.undone:
            raise Denied(404, 144)
        lag = 30 if self.wrong("late-effect") else None
        if self.wrong("no-effect"):
            return self.status(number, parameters, False)
        if not world.set_like(number, False, lag):
            return self.not_liked(number, parameters)
        world.undone.add(number)
        if self.wrong("like-returns"):
            world.set_like(number, True, 1.2)
        if self.wrong("wipes-likes"):
            for other in world.liked()[:2]:
                world.set_like(other, False)
        answer = self.status(number, parameters, self.style.says_favorited)
        if self.wrong("deletes-status"):
            world.delete(number)
        if self.wrong("body-cut"):
            answer.cut = True
        if self.wrong("created-201"):
            answer.status = 201
        if self.wrong("acts-then-500"):
            return self.error(500, 131)
        if self.wrong("empty-object"):
            answer.body = b"{}"
        return answer

    def not_liked(self, number, parameters):
        wrong = self.wrong
        answer = self.error(404, 144)
        if wrong("toggles"):
            self.world.set_like(number, True)
            return self.status(number, parameters, True)
        if wrong("not-liked-500"):
            return self.error(500, 131)
        if wrong("toggles-hidden"):
            self.world.set_like(number, True)
            return self.status(number, parameters, False)
        if wrong("not-liked-429"):
            return self.error(429, 144)
        if wrong("not-liked-400") or wrong("not-liked-400-once") and not self.stumbled:
            self.stumbled = True
            return self.error(400, 144)
        if wrong("not-liked-empty"):
            return Answer(200)
        if wrong("not-liked-404-html"):
            return Answer(404, b"<html><h1>Not found</h1></html>", "text/html")
        answer.hang = wrong("hang-on-not-liked")
        answer.vanish = wrong("close-on-not-liked")
        return answer

    def create(self, parameters):
        number = self.number(parameters)
        if not self.world.exists(number):
            raise Denied(404, 144)
        if not self.world.set_like(number, True):
            return self.error(403, 139)
        answer = self.status(number, parameters, not self.style.says_favorited, honest=True)
        answer.status = self.style.created
        return answer

    def show(self, parameters):
        number = self.number(parameters)
        if not self.world.exists(number):
            raise Denied(404, 144)
        return self.status(number, parameters, honest=True)

    def list(self, parameters):
        count = parameters.get(b"count", b"20")
        count = min(int(count), 200) if re.match(rb"\d{1,4}\Z", count) else 20
        top = parameters.get(b"max_id", b"")
        found = self.world.liked()
        if self.wrong("list-stale"):
            found = sorted(set(found) | self.world.undone, reverse=True)
        if re.match(rb"\d{1,19}\Z", top):
            found = [n for n in found if n <= int(top)]
        return self.json(200, [self.document(n, parameters, True) for n in found[:count]])

    def verify(self, _parameters):
        return self.json(200, self.world.me())

    # -- the status ---------------------------------------------------------------

    def status(self, number, parameters, favorited=None, honest=False):
        if self.wrong("wrong-status") and not honest:
            number = self.world.ids[(self.world.ids.index(number) + 1) % len(self.world.ids)]
        value = self.document(number, parameters, favorited)
        if honest:
            return self.json(200, value)
        if self.wrong("list-answer"):
            value = [value]
        answer = self.json(200, value)
        if self.wrong("empty-answer"):
            answer.body = b""
        if self.wrong("type-html"):
            answer.kind = "text/html; charset=utf-8"
        return answer

    def document(self, number, parameters, favorited):
        if favorited is None:
            favorited = self.world.looks_liked(number)
        value = self.world.status(number, favorited, self.wrong("indices-utf16"))
        word = parameters.get(b"include_entities", b"true")
        kept = word.lower() != b"false" if self.style.number % 2 else word in (
            b"true", b"t", b"1")
        if not kept and not self.wrong("entities-always") or self.wrong("entities-never"):
            value.pop("entities")
        self.spoil(value)
        return value

    def spoil(self, value):
        wrong = self.wrong
        if wrong("id-as-double"):
            value["id"] = int(float(value["id"]))
        if wrong("id-as-text"):
            value["id"] = str(value["id"])
        if wrong("date-iso"):
            value["created_at"] = "2020-02-03T04:05:06Z"
        if wrong("nulls-empty"):
            value["contributors"] = value["place"] = ""
        if wrong("reply-unpaired"):
            value["in_reply_to_status_id"] = 12
            value["in_reply_to_status_id_str"] = None
        if wrong("favorited-text"):
            value["favorited"] = str(value["favorited"]).lower()
        for name, member in (("id-str-missing", "id_str"), ("user-missing", "user")):
            if wrong(name):
                value.pop(member)


def members(body):
    try:
        found = json.loads(body)
        return {n.encode(): str(v).encode() for n, v in found.items()}
    except (ValueError, AttributeError):
        return {}
