"""Words on the command line: help, mistakes and their closest match, configuration."""

import json
import re
import unittest

from harness import KEYS, CommandLine

COMMANDS = ["test-server", "test-client", "serve", "sign", "explain", "lint", "list", "replay",
            "diff", "restore", "doctor"]
CREDENTIALS = "--consumer-key --token --id --config"
PROMISED = {
    "test-server": CREDENTIALS + " --only --skip --level --strict --list --dry-run --jobs --timeout "
                   "--connect-timeout --max-time --rate --max-requests --retries --baseline "
                   "--baseline-update --fail-fast -k --insecure --cacert --connect-to --resolve -x "
                   "--proxy --golden -q --quiet -v --verbose --effect-timeout --mutant -o --report "
                   "--yes-this-is-production --ledger --as-of --color --show-secrets",
    "test-client": "--timeout --tls --only --skip --list --jobs --lenient --name --pause --as-of "
                   "-o --report",
    "serve": CREDENTIALS + " --port --port-file --tls --name --cert --key --listen --keep-liked "
             "--mutant --fault --report",
    "sign": "--data --nonce --timestamp --no-version --no-token --transport --json --show-secrets",
    "explain": "--json --scheme --at --known-host",
    "lint": "--as --include-entities --id --json",
    "list": "--format --requirements --cases --mutants --mistakes --as-of",
    "replay": CREDENTIALS,
    "restore": "--consumer-key --token --config",
    "doctor": CREDENTIALS,
}
NOWHERE = "http://127.0.0.1:9/1.1"


class Help(CommandLine):
    def test_help_and_version_go_to_stdout(self):
        rows = [["--help"], ["--version"]] + [[c, "--help"] for c in COMMANDS]
        for row in rows:
            with self.subTest(row=row):
                outcome = self.expect(0, *row)
                self.assertNotEqual("", outcome.out)
                self.assertEqual("", outcome.err)

    def test_help_names_every_command(self):
        out = self.expect(0, "--help").out
        for command in COMMANDS:
            self.assertIn(command, out)

    def test_help_names_every_option(self):
        """The options that are promised; what is more is checked by the manual page."""
        for command, options in PROMISED.items():
            out = self.expect(0, command, "--help").out
            words = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", out))
            for option in options.split():
                self.assertIn(option, words, command)
            self.assertFalse(words & {"--consumer-secret", "--token-secret"}, command)

    def test_promised_options_are_taken(self):
        """--help in the end: everything before it was read, and was known."""
        values = {"--level": "must", "--report": "json=x", "-o": "json=x", "--color": "never",
                  "--transport": "query", "--as": "error", "--include-entities": "true",
                  "--format": "json", "--scheme": "https", "--port": "0", "--listen": "127.0.0.1",
                  "--mutant": "id-rounded", "--fault": "reset", "--data": "a=b"}
        for command, options in PROMISED.items():
            out = self.expect(0, command, "--help").out
            for option in options.split():
                row = re.search(rf"(?<![\w-]){option}(?:, --[a-z-]+)?( \S+)?  ", out)
                value = [values.get(option, "1")] if row and row.group(1) else []
                with self.subTest(command=command, option=option):
                    self.expect(0, command, option, *value, "--help")


class Mistakes(CommandLine):
    def test_closest_match_is_named(self):
        rows = [
            (["test-sever"], "test-server"),
            (["--versoin"], "--version"),
            (["version"], "--version"),
            (["test-server", "--tiemout", "3"], "--timeout"),
            (["test-server", "--hlep"], "--help"),
            (["test-server", "--timeot=~3"], "no option --timeot; did you mean --timeout?"),
            (["test-server", "--conn", "3"], "did you mean --connect-t"),
            (["test-server", "-ktq"], "no option -t"),
            (["test-server", "--quiet=1"], "--quiet takes no value"),
            (["test-server", "--baselin", "x"], "--baseline"),
            (["test-server", "--mutant", "not-likd-500"], "not-liked-500"),
            (["test-server", "--jobs", "x"], "--jobs takes a number"),
            (["test-server", "-m", "soon"], "--timeout takes a number"),
            (["test-server", "-o", "json=-", "-o", "tap=-"], "stdout"),
            (["test-server", "-o", "json=a", "-o", "tap=a"], "two reports go to a"),
            (["test-server", "--cacert", "nowhere.pem"], "nowhere.pem cannot be read"),
            (["test-server", "--resolve", "host:80"], "HOST:PORT:ADDRESS"),
            (["test-server", "--connect-to", "a:1:b"], "HOST1:PORT1:HOST2:PORT2"),
            (["test-server", "-o", "jsn=x"], "json"),
            (["test-server", "--level", "shoud"], "should"),
            (["list", "--format", "markdwn"], 'did you mean "markdown"?'),
            (["lint", "--as", "statsu", "x"], "status"),
            (["sign", "--transport", "boddy", "POST", NOWHERE], "body"),
            (["serve", "--fault", "no-such-fault"], ""),
            (["test-server", "--color", "alway"], "always"),
        ]
        for arguments, closest in rows:
            with self.subTest(arguments=arguments):
                self.expect(2, *arguments, says=closest)

    def test_closest_name_of_each_kind(self):
        for name in ("SHAPE-ID-STR", "id-rounded", "sort-missing"):
            self.assertIn(name + "\n", self.expect(0, "list", name).out)
            self.expect(2, "list", name[:-2] + name[-1], says=f'"{name}"')
        self.expect(2, "list", "SHAPE-ID-STR", "id-rounded", says="another kind")
        rows = self.expect(0, "list", "--mutants", "--format", "json", "id-rounded").json()
        self.assertEqual(["id-rounded"], [row["name"] for row in rows])

    def test_closest_id_is_named(self):
        known = self.case_ids()[0]
        misspelt = known[:-2] + known[-1]
        for arguments in (["test-server", "--only", misspelt], ["list", misspelt],
                          ["replay", misspelt], ["test-server", "--skip", misspelt]):
            with self.subTest(arguments=arguments):
                self.expect(2, *arguments, says=known)

    def test_usage(self):
        rows = [
            [], ["test-server", "--only", "zzz*"], ["test-server", "--skip", "zzz*"],
            ["test-server", "--timeout", "soon"], ["test-server", "--timeout", "-1"],
            ["test-server", "--jobs", "0"], ["test-server", "--timeout"],
            ["test-server", "one", "two"], ["test-server", "ftp://127.0.0.1/1.1"],
            ["test-server", "not a url"], ["test-server", "--consumer-secret", "x"],
            ["test-server", "--token-secret", "x"], ["test-server", "-o", "json"],
            ["test-server", NOWHERE], ["test-server", "--as-of", "yesterday"],
            ["test-server", "--baseline", "no-such-file"], ["test-server", "--golden", "nowhere"],
            ["test-client"], ["test-client", "--"], ["sign"], ["sign", "POST"],
            ["sign", "POST", "nowhere"], ["lint"], ["lint", "no-such-file"],
            ["explain", "no-such-file"], ["diff", "a.json"], ["diff", "a.json", "b.json"],
            ["restore"], ["restore", "no-such-ledger"], ["replay"], ["list", "no/such-case"],
            ["test-server", "--config", "no-such-file"], ["serve", "--port", "70000"],
        ]
        for arguments in rows:
            with self.subTest(arguments=arguments):
                self.expect(2, *arguments)

    def test_secret_on_the_command_line_is_not_repeated(self):
        outcome = self.expect(2, "test-server", "--consumer-secret=hushHush77")
        self.assertNotIn("hushHush77", outcome.err)
        for option in ("consumer-secret", "token-secret"):
            variable = "FAVSPEC_" + option.replace("-", "_").upper()
            for arguments in ([f"--{option}=~hush"], [f"--{option}", "~hush"]):
                with self.subTest(arguments=arguments):
                    outcome = self.expect(2, "test-server", *arguments, says=variable)
                    self.assertNotIn("~", outcome.err)
                    self.assertNotIn("=", outcome.err)

    def test_nothing_left_is_inconclusive(self):
        some = self.case_ids()[0]
        self.expect(4, "test-server", "--only", some, "--skip", some)
        self.expect(4, "test-server", "--as-of", "0.0.1", says="--as-of")

    def test_configuration_goes_before_an_empty_selection(self):
        some = self.case_ids()[0]
        unreadable = ["--config", "no-such-file"]
        self.expect(2, "test-server", "--only", some, "--skip", some, *unreadable,
                    says="no-such-file")
        self.expect(2, "test-server", "--list", *unreadable, says="no-such-file")
        self.expect(2, "test-server", NOWHERE, "--only", some, "--skip", some,
                    says="consumer key")
        self.expect(0, "test-server", NOWHERE, "--list", "--only", some)

    def test_original_hosts_need_consent(self):
        for host in ("api.twitter.com", "api.x.com", "API.Twitter.com", "api.x.com:443"):
            with self.subTest(host=host):
                self.expect(2, "test-server", f"https://{host}/1.1", env=KEYS,
                            says="--yes-this-is-production")

    def test_a_base_url_that_nobody_can_ask(self):
        rows = {f"{NOWHERE}/a b": "%XX", f"{NOWHERE}/a%zz": "%XX", f"{NOWHERE}/%2": "%XX",
                f"{NOWHERE}/\u00e4": "%XX", f"{NOWHERE}/?x=1": "neither query nor fragment",
                "http://127.0.0.1:99999": "is no base URL", "http://u:p@127.0.0.1/": "***@",
                "": "is no base URL"}
        for url, says in rows.items():
            with self.subTest(url=url):
                self.expect(2, "test-server", url, env=KEYS, says=says)
        self.expect(3, "test-server", f"{NOWHERE}/a%20b/(1.1)", env=KEYS)

    def test_mutants_are_of_the_embedded_server(self):
        self.expect(0, "test-server", "--mutant", "list")
        name = json.loads(self.expect(0, "list", "--mutants", "--format", "json").out)
        self.assertTrue(name)
        self.expect(2, "test-server", NOWHERE, "--mutant", "x", env=KEYS)


class Config(CommandLine):
    def ini(self, url, **changes):
        keys = {"url": url, "consumer_key": KEYS["FAVSPEC_CONSUMER_KEY"],
                "consumer_secret": KEYS["FAVSPEC_CONSUMER_SECRET"],
                "token": KEYS["FAVSPEC_TOKEN"], "token_secret": KEYS["FAVSPEC_TOKEN_SECRET"],
                "status_id": KEYS["FAVSPEC_STATUS_ID"], **changes}
        return "".join(f"{n} = {v}\n" for n, v in keys.items() if v is not None)

    def test_unknown_key_names_the_closest(self):
        self.write("a.ini", self.ini(NOWHERE) + "consumer_kye = x\n")
        outcome = self.expect(2, "test-server", "--config", "a.ini", says="consumer_key")
        self.assertIn("a.ini", outcome.err)
        self.write("b.ini", self.ini(NOWHERE) + "[profil]\npreset = x-1.1\n")
        self.expect(2, "test-server", "--config", "b.ini")
        self.write("c.ini", self.ini(NOWHERE) + "[profile]\npreset = gnusocal\n")
        self.expect(2, "test-server", "--config", "c.ini", says="gnusocial")

    def test_unreadable(self):
        self.expect(2, "test-server", "--config", "/", says="/")
        self.expect(2, "test-server", env={"FAVSPEC_CONFIG": ""}, says="FAVSPEC_CONFIG")
        self.write("bad.ini", "this is no ini\n\x00\xff")
        self.expect(2, "test-server", "--config", "bad.ini")

    def test_config_is_enough(self):
        url = self.foreign()
        self.write("good.ini", self.ini(url))
        report = self.report("--config", "good.ini", "--only", self.case_ids()[0], status=0)
        self.assertEqual(url, report["target"]["url"])

    def test_config_that_is_no_text(self):
        for name, text, says in (("binary.ini", "\0url = x\n", "is no text"),
                                 ("words.ini", "just words\n", "words.ini:1: neither")):
            self.write(name, text)
            with self.subTest(config=name):
                self.expect(2, "test-server", "--config", name, says=says)
        self.expect(2, "test-server", "--config", self.folder, says="cannot be read")

    def test_line_that_is_too_long(self):
        """inih would read it as two: the end of a secret as the name of a key."""
        secret = "s" * 181 + "endofthesecret=="
        self.write("long.ini", f"token = t\nconsumer_secret = {secret}\n")
        outcome = self.expect(2, "test-server", "--config", "long.ini",
                              says="long.ini:2: the line is too long")
        self.assertNotIn("endofthesecret", outcome.err)

    def test_indented_line_is_a_line_of_its_own(self):
        self.write("indented.ini", "token = t\n  \v tokne = u\n")
        self.expect(2, "test-server", "--config", "indented.ini",
                    says='indented.ini:2: there is no key "tokne"')

    def test_ledger_whose_profile_is_an_array(self):
        self.write("array.json", '{"schema":"favspec/ledger-1","profile":["destroy"]}')
        self.expect(2, "restore", "array.json", says="is no ledger of favspec")

    def test_flag_beats_environment_beats_config(self):
        url = self.foreign()
        wrong = self.ini(NOWHERE, token="nobody")
        self.write("wrong.ini", wrong)
        right = {**KEYS, "FAVSPEC_URL": url, "FAVSPEC_CONFIG": "wrong.ini"}
        one = self.case_ids()[0]
        self.expect(0, "test-server", "--only", one, env=right)
        self.expect(3, "test-server", "--only", one, "--token", "nobody", env=right)
        self.expect(0, "test-server", url, "--only", one, env={**right, "FAVSPEC_URL": NOWHERE})

    def test_missing_credentials_are_named(self):
        for name in ("FAVSPEC_CONSUMER_KEY", "FAVSPEC_CONSUMER_SECRET", "FAVSPEC_TOKEN",
                     "FAVSPEC_TOKEN_SECRET"):
            env = {n: v for n, v in KEYS.items() if n != name}
            with self.subTest(missing=name):
                self.expect(2, "test-server", NOWHERE, env=env, says=name)


if __name__ == "__main__":
    unittest.main()
