"""Friendica 3.5.4 as it was examined: what it answers, its mistakes included."""

import re
import time

from microblog import Refusal, Service, number_of

STATUS_TEXTS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
                405: "Method Not Allowed", 501: "Not Implemented"}


class Friendica(Service):
    replays = True
    plaintext = True
    # In the order in which they were registered: the first beginning that fits is it.
    ROUTES = [
        ("statuses/show", ("GET",), "show"),
        ("favorites/create", ("POST", "DELETE"), "create"),
        ("favorites/destroy", ("POST", "DELETE"), "destroy"),
        ("favorites", ("GET",), "list"),
        ("account/verify_credentials", ("GET",), "verify"),
    ]

    def handle(self, request):
        path = request.path.decode("latin-1")
        if not path.startswith("/api/"):
            raise Refusal(404, "Not Found")
        path = re.sub(r"\A/api/(1\.1/)?", "", path)
        for beginning, methods, act in self.ROUTES:
            if path.startswith(beginning):
                return self.act(request, methods, act, path[len(beginning):])
        raise Refusal(501, "not implemented")

    def act(self, request, methods, act, rest):
        if request.method not in methods:
            raise Refusal(405, "Method not allowed")
        parameters = self.parameters(request)
        self.authenticate(request, parameters)
        in_path = re.match(r"/(\w+)", rest)
        number = number_of(in_path.group(1).encode() if in_path else parameters.get(b"id"))
        entities = parameters.get(b"include_entities", b"true").lower() == b"true"
        return getattr(self, act)(number, entities)

    def destroy(self, number, entities):
        self.find(number)
        self.likes.remove(number)
        return self.json(200, self.status(number, entities))

    def create(self, number, entities):
        self.find(number)
        if self.likes.add(number, 1.0 if self.one_second else 0) is None:
            raise Refusal(400, "Like failed.")
        return self.json(200, self.status(number, entities))

    def show(self, number, entities):
        if number not in self.likes.all:
            raise Refusal(400, "There is no status with this id.")
        return self.json(200, self.status(number, entities))

    def list(self, _number, entities):
        found = sorted(self.likes.liked, reverse=True)
        return self.json(200, [self.status(n, entities) for n in found])

    def verify(self, _number, _entities):
        return self.json(200, self.user(7, "me"))

    def find(self, number):
        """A like can only be made on what is in one's own stream."""
        if number not in self.likes.stream:
            raise Refusal(400, "Invalid item.")

    def refusal(self, request, refusal):
        text = STATUS_TEXTS.get(refusal.status, "Error")
        return self.json(refusal.status, {"status": {
            "error": refusal.text, "code": f"{refusal.status} {text}", "request": self.path}})

    @staticmethod
    def date(number):
        return time.strftime("%a %b %d %H:%M:%S +0000 %Y", time.gmtime(1450000000 + number))

    def user(self, number, name):
        return {"id": number, "id_str": str(number), "name": name, "screen_name": name,
                "location": "Friendica", "description": None, "url": "http://friends.example/u",
                "profile_image_url": "http://friends.example/p.jpg",
                "profile_image_url_https": "https://friends.example/p.jpg", "protected": False,
                "followers_count": 0, "friends_count": 0, "listed_count": 0,
                "created_at": self.date(number), "favourites_count": len(self.likes.liked),
                "utc_offset": "0", "time_zone": "UTC", "geo_enabled": False, "verified": True,
                "statuses_count": 12, "lang": "", "contributors_enabled": False,
                "is_translator": False, "is_translation_enabled": False, "following": False,
                "follow_request_sent": False, "notifications": False,
                "statusnet_blocking": False, "cid": 5, "network": "dfrn"}

    def status(self, number, entities):
        status = {"text": f"item {number} of the stream", "truncated": False,
                  "created_at": self.date(number), "in_reply_to_status_id": None,
                  "in_reply_to_status_id_str": None, "source": "Friendica", "id": number,
                  "id_str": str(number), "in_reply_to_user_id": None,
                  "in_reply_to_user_id_str": None, "in_reply_to_screen_name": None,
                  "geo": None, "favorited": number in self.likes.liked,
                  "user": self.user(8, "neighbour"), "statusnet_conversation_id": number,
                  "statusnet_html": f"item {number} of the stream"}
        if entities:
            status["entities"] = {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []}
        return status
