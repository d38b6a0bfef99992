"""The fixture clients: how each is started, and what favspec has to find in it.

`names` are the mistakes that must be found, and no others may be, but those in `also`, which
come with them. `only` are the scenarios that show it; `options` go to favspec.
"""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
LIBS = os.path.join(HERE, "libs")

# Enough to see every mistake that a library of LIBRARIES makes, in an eighth of the time.
BRIEF = ["call/plain", "entities/true", "entities/false", "credentials/all-reserved",
         "credentials/space", "id/of-today", "answer/gzip", "answer/unknown-members",
         "refusal/not-liked", "refusal/status-with-404", "limit/over-capacity-once",
         "broken/error-with-200", "fault/reset", "redirect/temporary", "redirect/see-other",
         "redirect/other-origin", "redirect/other-origin-found", "trust/unknown-authority"]
# What a right client does in its own way: where parameters go, what is sent again.
PLACES = ["call/*", "entities/*", "credentials/*", "redirect/*"]
AGAIN = ["call/plain", "refusal/not-liked", "limit/*", "fault/*", "redirect/*"]
SECURE = ["call/plain", "credentials/all-reserved", "answer/gzip", "broken/truncated",
          "fault/reset", "redirect/other-origin", "trust/*"]

# Which scenarios a broken client is played in, by the beginning of the mistake's name.
SIGNED = ["call/plain", "entities/true", "entities/false", "entities/absent",
          "credentials/all-reserved", "credentials/space"]
SCENARIOS = {
    "error-taken-for-success/no": ["call/plain", "fault/*", "broken/truncated"],
    "error-taken": ["call/plain", "refusal/*", "limit/internal-error"],
    "success-taken": ["call/plain", "answer/*"],
    "broken-body": ["call/plain", "broken/*"],
    "retry": ["call/plain", "limit/*", "fault/*", "refusal/not-liked"],
    "rate-limit": ["call/plain", "limit/*"],
    "redirect": ["call/plain", "redirect/*"],
    "certificate": ["call/plain", "trust/*"],
    "hung/redirects": ["call/plain", "redirect/loop"],
    "hung": ["call/plain", "limit/over-capacity"],
    "crashed": ["call/plain", "answer/favorited-null"],
    "id-": ["call/*", "id/*"],
    "nonce-reused/behind": ["call/plain", "redirect/*"],
    "nonce": ["call/*"],
}
OPTIONS = {"hung": ["--timeout", "4"], "url-host-uppercase": ["--name", "localhost"]}
# What comes with a mistake, because the bytes show it too.
ALSO = {
    "query-missing": ["include-entities-missing"],
    "body-not-form-included": ["content-type-wrong"],
    "url-host-other": ["url-scheme-other"],
    "url-fragment-kept": ["id-wrong", "include-entities-wrong"],
    "header-value-not-encoded": ["authorization-malformed"],
    "error-taken-for-success": ["broken-body-accepted"],
    "id-signed-differs": ["id-rounded"],
}


class Fixture:
    def __init__(self, name, command, names=(), also=(), only=(), options=(), needs=None):
        self.name = name
        self.command = command
        self.names = sorted(names)
        self.also = set(also)
        self.only = list(only)
        self.options = list(options)
        self.needs = needs  # command that exits 0 when the client can run


def python(*words):
    return [os.environ.get("CLIENT_PYTHON", "/usr/bin/python3"), *words]


def here(*words):
    return os.path.join(HERE, *words)


def broken(words):
    for word in words:
        only = next((v for k, v in SCENARIOS.items() if word.startswith(k)), SIGNED)
        name = word.split("/")[0]
        yield Fixture(word, python(here("broken.py"), word), [name],
                      ALSO.get(word, ALSO.get(name, ())), only,
                      OPTIONS.get(word, OPTIONS.get(name, ())))


ODD = [
    Fixture("number.js", ["node", here("odd", "number.js")], ["id-rounded"],
            only=["call/*", "id/*"], needs=["node", "--version"]),
    Fixture("json_body.js", ["node", here("odd", "json_body.js")],
            ["authorization-not-oauth", "content-type-wrong"], only=["call/*"],
            needs=["node", "--version"]),
    Fixture("plaintext.sh", ["sh", here("odd", "plaintext.sh")],
            ["oauth-parameter-unknown-value", "secret-leaked"], only=["call/*"],
            needs=["curl", "--version"]),
    Fixture("unsigned.sh", ["sh", here("odd", "unsigned.sh")],
            ["authorization-missing", "error-taken-for-success"],
            only=["call/*", "refusal/not-liked"], needs=["curl", "--version"]),
    Fixture("counter.py", python(here("odd", "counter.py")), ["nonce-weak"], only=["call/*"]),
]

RIGHT = [
    Fixture("right.py", python(here("right.py"))),
    Fixture("right.py in the body",
            python(here("right.py"), "--oauth", "body", "--parameters", "body"), only=PLACES),
    Fixture("right.py in the query, following redirects",
            python(here("right.py"), "--oauth", "query", "--parameters", "body", "--follow"),
            only=PLACES),
    Fixture("right.py with retries", python(here("right.py"), "--retry", "--follow"), only=AGAIN),
    Fixture("right.py over TLS", python(here("right.py")), only=SECURE, options=["--tls"]),
    Fixture("right.js", ["node", here("right.js")], only=BRIEF + PLACES,
            needs=["node", "--version"]),
    Fixture("right.sh", ["bash", here("right.sh")], only=BRIEF + PLACES,
            needs=["curl", "--version"]),
]


class Library(Fixture):
    """`version` prints the version of the library, and fails when it is not there."""

    def __init__(self, name, language, driver, version, names=(), options=()):
        runner = {"Python": python(), "Perl": ["perl"], "Ruby": ["ruby"], "JavaScript": ["node"]}
        command = [*runner[language], os.path.join(LIBS, driver)] if language in runner \
            else [os.path.join(os.environ.get("CLIENT_BUILD", "."), driver)]
        super().__init__(name, command, names, only=BRIEF, options=options, needs=version)
        self.language = language


def distribution(name):
    return python("-c", f"import importlib.metadata as m; print(m.version('{name}'))")


def perl(module):
    return ["perl", f"-M{module}", "-e", f"print {module}->VERSION"]


def gem(name):
    return ["ruby", "-e", f"gem '{name}'; print Gem.loaded_specs['{name}'].version"]


def npm(name):
    return ["node", "-p", f"require('{name}/package.json').version"]


LEAKED, OLD = "redirect-credentials-leaked", "redirect-not-resigned"
LIBRARIES = [
    Library("requests-oauthlib", "Python", "python_requests_oauthlib.py",
            distribution("requests-oauthlib")),
    Library("requests-oauthlib (session, redirects followed)", "Python",
            "python_requests_oauthlib_session.py", distribution("requests-oauthlib"), [LEAKED]),
    Library("oauthlib + urllib", "Python", "python_oauthlib_urllib.py", distribution("oauthlib")),
    Library("oauthlib (everything in the body) + urllib", "Python", "python_oauthlib_body.py",
            distribution("oauthlib")),
    Library("Authlib", "Python", "python_authlib.py", distribution("Authlib"),
            options=["--tls"]),
    Library("tweepy", "Python", "python_tweepy.py", distribution("tweepy"), [OLD], ["--tls"]),
    Library("twython", "Python", "python_twython.py", distribution("twython"), [OLD]),
    Library("python-twitter", "Python", "python_twitter.py", distribution("python-twitter"),
            ["error-taken-for-success", "include-entities-wrong", OLD]),
    Library("Net::OAuth + LWP", "Perl", "perl_net_oauth.pl", perl("Net::OAuth")),
    Library("WWW::OAuth + LWP", "Perl", "perl_www_oauth.pl", perl("WWW::OAuth")),
    Library("Net::Twitter", "Perl", "perl_net_twitter.pl", perl("Net::Twitter")),
    Library("Twitter::API", "Perl", "perl_twitter_api.pl", perl("Twitter::API"),
            ["certificate-not-checked", OLD]),
    Library("simple_oauth + net/http", "Ruby", "ruby_simple_oauth.rb", gem("simple_oauth")),
    Library("oauth", "Ruby", "ruby_oauth.rb", gem("oauth")),
    Library("twitter", "Ruby", "ruby_twitter.rb", gem("twitter")),
    Library("liboauth + libcurl", "C", "c_liboauth", ["pkg-config", "--modversion", "oauth"]),
    Library("oauth-1.0a + node:http", "JavaScript", "node_oauth_1_0a.js", npm("oauth-1.0a")),
    Library("oauth (node-oauth)", "JavaScript", "node_oauth.js", npm("oauth"), [LEAKED]),
    Library("twit", "JavaScript", "node_twit.js", npm("twit"), ["error-taken-for-success"],
            ["--tls"]),
    Library("twitter", "JavaScript", "node_twitter.js", npm("twitter"), [LEAKED]),
    Library("twitter-api-v2", "JavaScript", "node_twitter_api_v2.js", npm("twitter-api-v2"),
            options=["--tls"]),
    Library("twitter-lite", "JavaScript", "node_twitter_lite.js", npm("twitter-lite"),
            [LEAKED, OLD]),
]
