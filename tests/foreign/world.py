"""Another world: one account, some thirty statuses, who likes what, and since when."""

import threading
import time

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun",
          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
EPOCH_MS = 1288834974657  # ids since November 2010 count milliseconds from here

# A text is a list of pieces; what is not a plain string becomes an entity.
TEXTS = [
    ["\U0001f30a\U0001f30a ", ["#", "tide"], " \U0001f468\u200d\U0001f469\u200d\U0001f467 ", ["@", "gull_cam", "Gull \U0001f426 Cam", 7002], " e\u0301t\u00e9"],
    [["#", "harbour"], " lights &amp; fog at 5 o'clock ", ["u", "https://t.example/a1", "https://pier.example/cam?x=1&y=2", "pier.example/cam?x=1&y=2"]],
    ["Ferry delayed again, thanks ", ["@", "slow_ferry", "The Slow Ferry", 7001]],
    ["\u30d5\u30a7\u30ea\u30fc\U0001f6a2\u306f\u6b20\u822a\u3067\u3059 ", ["#", "\u6e2f"], " ", ["$", "SEA"]],
    ["\u0645\u0631\u062d\u0628\u0627 ", ["#", "\u0645\u064a\u0646\u0627\u0621"], " \u05e9\u05dc\u05d5\u05dd"],
    ["plain words, no more: 1 &lt; 2 &gt; 0, 100% \"quoted\" \\ back\\slash / slash"],
    ["two lines\nand a tab\tand a line separator\u2028end"],
    ["w"],
]


def written(seconds):
    t = time.gmtime(seconds)
    return (f"{DAYS[t.tm_wday]} {MONTHS[t.tm_mon - 1]} {t.tm_mday:02d} "
            f"{t.tm_hour:02d}:{t.tm_min:02d}:{t.tm_sec:02d} +0000 {t.tm_year:04d}")


def born(status_id):
    if status_id < 1 << 42:
        return 1150000000 + status_id % 10000000
    return ((status_id >> 22) + EPOCH_MS) // 1000


def units(text, utf16):
    return len(text.encode("utf-16-le")) // 2 if utf16 else len(text)


def assembled(pieces, utf16=False):
    """The text and its entities; indices count code points."""
    text = ""
    found = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": []}
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        shown = piece[1] if piece[0] == "u" else piece[0] + piece[1]
        start = units(text, utf16)
        text += shown
        indices = [start, units(text, utf16)]
        if piece[0] == "u":
            found["urls"].append({"url": piece[1], "expanded_url": piece[2],
                                  "display_url": piece[3], "indices": indices})
        elif piece[0] == "@":
            found["user_mentions"].append({
                "screen_name": piece[1], "name": piece[2], "id": piece[3],
                "id_str": str(piece[3]), "indices": indices})
        else:
            kind = "hashtags" if piece[0] == "#" else "symbols"
            found[kind].append({"text": piece[1], "indices": indices})
    return text, found


def user_of(number, favourites):
    text, _ = assembled(["Keeper no. ", str(number), " of the light. \U0001f56f"])
    homepage = number % 2 == 0
    user = {
        "id": number, "id_str": str(number), "name": f"Keeper {number} \u2693",
        "screen_name": f"keeper_{number}"[:15], "location": None if number % 3 else "Pier 4",
        "description": text, "url": "https://t.example/k" if homepage else None,
        "entities": {"description": {"urls": []}},
        "protected": False, "followers_count": 12, "friends_count": 3, "listed_count": 0,
        "created_at": written(1240000000 + number % 100000), "favourites_count": favourites,
        "utc_offset": None, "time_zone": None, "geo_enabled": False, "verified": False,
        "statuses_count": 31, "lang": None, "contributors_enabled": False,
        "is_translator": False, "is_translation_enabled": False,
        "profile_background_color": "F5F8FA", "profile_background_image_url": None,
        "profile_background_image_url_https": None, "profile_background_tile": False,
        "profile_image_url": "http://img.example/p/1_normal.png",
        "profile_image_url_https": "https://img.example/p/1_normal.png",
        "profile_link_color": "1da1f2", "profile_sidebar_border_color": "C0DEED",
        "profile_sidebar_fill_color": "DDEEF6", "profile_text_color": "333333",
        "profile_use_background_image": True, "has_extended_profile": False,
        "default_profile": True, "default_profile_image": False, "following": False,
        "follow_request_sent": False, "notifications": None, "translator_type": "none",
        "withheld_in_countries": [],
    }
    if homepage:
        user["entities"]["url"] = {"urls": [
            {"url": user["url"], "expanded_url": None, "display_url": None,
             "indices": [0, len(user["url"])]}]}
    return user


def place():
    ring = [[7.1, 53.6], [7.3, 53.6], [7.3, 53.8], [7.1, 53.8]]
    return {"id": "0f1e2d3c4b5a6978", "url": "https://places.example/0f1e.json",
            "place_type": "city", "name": "Nordhafen", "full_name": "Nordhafen, Coast",
            "country_code": "DE", "country": "Deutschland", "contained_within": [],
            "bounding_box": {"type": "Polygon", "coordinates": [ring]}, "attributes": {}}


class World:
    """Statuses by id, and the likes of the one account.

    A like is there or not at once; what show and list say may lag behind by lag_s.
    """

    def __init__(self, status_id, small, liked, lag_s, old_shape, adjacent=False):
        step = 1 if adjacent else 101 if small else 7919 << 22
        self.ids = [status_id]
        for k in range(1, 31):
            self.ids.append(status_id - k * step if status_id > 40 * step
                            else status_id + k * step)
        self.account = 77001 if small else 1077001077001077002
        self.authors = [78002, 78003] if small else [78002, 1177001077001077003]
        self.old_shape = old_shape
        self.lag_s = lag_s
        self.lock = threading.Lock()
        self.shown = {}  # id → [(since, liked)], ascending
        self.likes = set(self.ids[4::4]) | ({status_id} if liked else set())
        if adjacent:
            self.likes |= {self.ids[1]}
        self.undone = set()
        for number in self.ids:
            self.shown[number] = [(0.0, number in self.likes)]

    def exists(self, number):
        return number in self.shown

    def set_like(self, number, liked, lag_s=None):
        """True when this call changed it."""
        with self.lock:
            if (number in self.likes) == liked:
                return False
            self.likes.symmetric_difference_update({number})
            lag = self.lag_s if lag_s is None else lag_s
            now, past = time.time(), self.shown[number]
            while len(past) > 1 and past[1][0] <= now:
                past = past[1:]
            self.shown[number] = past + [(now + lag, liked)]
            return True

    def looks_liked(self, number):
        now = time.time()
        with self.lock:
            return [liked for since, liked in self.shown[number] if since <= now][-1]

    def liked(self):
        """What the list shows, newest first."""
        found = [n for n in list(self.shown) if self.looks_liked(n)]
        return sorted(found, reverse=True)

    def delete(self, number):
        with self.lock:
            self.shown.pop(number, None)
            self.likes.discard(number)

    def me(self):
        return user_of(self.account, len(self.likes))

    def status(self, number, favorited, utf16=False):
        index = self.ids.index(number)
        text, entities = assembled(TEXTS[index % len(TEXTS)], utf16)
        author = self.authors[index % 2]
        status = {
            "created_at": written(born(number)), "id": number, "id_str": str(number),
            "text": text, "truncated": False, "entities": entities,
            "source": '<a href="https://foghorn.example/?a=1&amp;b=2" rel="nofollow">Foghorn</a>',
            "in_reply_to_status_id": None, "in_reply_to_status_id_str": None,
            "in_reply_to_user_id": None, "in_reply_to_user_id_str": None,
            "in_reply_to_screen_name": None, "user": user_of(author, 5), "geo": None,
            "coordinates": None, "place": None, "contributors": None,
            "is_quote_status": False, "retweet_count": 2, "favorite_count": 9,
            "favorited": favorited, "retweeted": False, "lang": "und",
        }
        self.decorate(status, index)
        if self.old_shape:
            for name in ("favorite_count", "lang", "is_quote_status"):
                status.pop(name)
            status["entities"].pop("symbols")
        return status

    def decorate(self, status, index):
        if index % 3 == 0:
            status["coordinates"] = {"type": "Point", "coordinates": [7.15, 53.7]}
            status["geo"] = {"type": "Point", "coordinates": [53.7, 7.15]}
            status["place"] = place()
        if index % 5 == 0:
            other = self.ids[(index + 7) % len(self.ids)]
            status.update({"in_reply_to_status_id": other,
                           "in_reply_to_status_id_str": str(other),
                           "in_reply_to_user_id": self.authors[1],
                           "in_reply_to_user_id_str": str(self.authors[1]),
                           "in_reply_to_screen_name": f"keeper_{self.authors[1]}"[:15]})
        if status["entities"]["urls"]:
            status["possibly_sensitive"] = False
