"""GNU social 2.0.1 as it was examined: what it answers, its mistakes included."""

import re
import time

from http1 import Answer
from microblog import Refusal, Service, number_of


class GnuSocial(Service):
    timestamp_500 = True
    nonce_max = 32
    strict_header = True

    ROUTES = [
        (rb"/favorites/destroy(?:/([^/.]+))?\.json\Z", "POST", "destroy"),
        (rb"/favorites/create(?:/([^/.]+))?\.json\Z", "POST", "create"),
        (rb"/favorites()\.json\Z", "GET", "list"),
        (rb"/statuses/show(?:/([^/.]+))?\.json\Z", "GET", "show"),
        (rb"/account/verify_credentials()\.json\Z", "GET", "verify"),
    ]

    def handle(self, request):
        if not request.path.startswith(self.prefix):
            return self.page(404)
        path = request.path[len(self.prefix):]
        if path.startswith(b"/favorites/destroy") and path.endswith(b".atom"):
            return self.page(500)
        for pattern, method, act in self.ROUTES:
            found = re.match(pattern, path)
            if found:
                return self.act(request, method, act, found.group(1))
        return self.page(404)

    def act(self, request, method, act, in_path):
        parameters = self.parameters(request)
        self.authenticate(request, parameters)
        if request.method != method and (method != "GET" or request.method != "HEAD"):
            raise Refusal(400, f"This method requires a {method}.")
        return getattr(self, act)(number_of(in_path or parameters.get(b"id")))

    def destroy(self, number):
        self.find(number)
        if not self.likes.remove(number):
            raise Refusal(403, "That status is not a favorite.")
        return self.json(200, self.status(number))

    def create(self, number):
        self.find(number)
        added = self.likes.add(number, 1.0 if self.one_second else 0)
        if added is False:
            raise Refusal(403, "This status is already a favorite.")
        if added is None:
            raise Refusal(403, "Could not create favorite.")
        return self.json(200, self.status(number))

    def show(self, number):
        self.find(number)
        return self.json(200, self.status(number))

    def list(self, _number):
        found = sorted(self.likes.liked, reverse=True)
        return self.json(200, [self.status(n) for n in found])

    def verify(self, _number):
        return self.json(200, self.user(7, "me"))

    def find(self, number):
        if number not in self.likes.all:
            raise Refusal(404, "No status found with that ID.")

    def refusal(self, request, refusal):
        return self.json(refusal.status, {"error": refusal.text, "request": self.path})

    @staticmethod
    def page(status):
        return Answer(status, b"<!DOCTYPE html>\n<html><title>Error</title></html>",
                      "text/html; charset=utf-8")

    @staticmethod
    def date(number):
        return time.strftime("%a %b %d %H:%M:%S +0200 %Y", time.gmtime(1450000000 + number))

    def user(self, number, name):
        return {"id": number, "name": name, "screen_name": name, "location": None,
                "description": None, "profile_image_url": "http://social.example/a.png",
                "profile_image_url_https": "https://social.example/a.png", "url": None,
                "protected": False, "followers_count": 1, "friends_count": 1,
                "created_at": self.date(number), "utc_offset": "0", "time_zone": "UTC",
                "statuses_count": 12, "following": True, "statusnet_blocking": False,
                "notifications": True, "favourites_count": len(self.likes.liked),
                "profile_banner_url": False, "ostatus_uri": f"http://social.example/user/{number}"}

    def status(self, number):
        return {"text": f"notice {number} of the stream", "truncated": False,
                "created_at": self.date(number), "in_reply_to_status_id": None,
                "uri": f"tag:social.example,2015:noticeId={number}:objectType=note",
                "source": "web" if number % 2 else None, "source_link": None, "id": number,
                "in_reply_to_user_id": None, "in_reply_to_screen_name": None, "geo": None,
                "attachments": [], "user": self.user(8, "neighbour"),
                "statusnet_html": f"notice {number} of the stream",
                "favorited": number in self.likes.liked, "repeated": False}
