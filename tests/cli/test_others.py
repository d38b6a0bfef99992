"""What others build on: completions, the action for their CI, what ci/setup calls packages."""

import os
import shutil
import subprocess
import unittest

from harness import FAVSPEC, ROOT, CommandLine, clean_environment

CI = os.path.join(ROOT, "ci")
UNSIGNED = os.path.join(ROOT, "tests", "clients", "odd", "unsigned.sh")


class Completion(CommandLine):
    def complete(self, *words):
        """The words that bash would offer for the last one."""
        script = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; '
                  '_favspec; printf "%s\\n" "${COMPREPLY[@]}"')
        done = subprocess.run(["bash", "-c", script, "bash", f"{ROOT}/completion/favspec.bash",
                               FAVSPEC, *words], capture_output=True, text=True, check=True,
                              cwd=self.folder, env=clean_environment(), timeout=60)
        self.assertEqual("", done.stderr)
        return done.stdout.split()

    def test_bash(self):
        self.write("notes.txt", "")
        self.assertEqual(["test-server", "test-client"], self.complete("test-"))
        self.assertEqual(["--max-time", "--max-requests"], self.complete("test-server", "--max"))
        self.assertIn("id/unknown", self.complete("test-server", "--only", "id/unk"))
        self.assertIn("id-rounded", self.complete("test-server", "--mutant", "id-ro"))
        self.assertEqual(["markdown"], self.complete("list", "--format", "m"))
        self.assertEqual(["json=", "junit="], self.complete("test-client", "-o", "j"))
        self.assertEqual(["notes.txt"], self.complete("lint", "no"))
        self.assertEqual([], self.complete("test-client", "--", "--o"))

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed: its parser is not asked")
    def test_zsh(self):
        subprocess.run(["zsh", "-n", f"{ROOT}/completion/_favspec"], check=True, timeout=60)


class Action(CommandLine):
    def action(self, **inputs):
        env = clean_environment(FAVSPEC=FAVSPEC, RUNNER_TEMP=self.folder,
                                GITHUB_STEP_SUMMARY=self.path("summary"),
                                GITHUB_OUTPUT=self.path("output"), **inputs)
        return subprocess.run([os.path.join(CI, "action")], env=env, cwd=self.folder, text=True,
                              capture_output=True, check=False, timeout=120)

    def test_server(self):
        done = self.action(WITH_OPTIONS="--only shape/* --mutant id-rounded")
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertIn("## favspec test-server", self.read("summary"))
        self.assertIn("status=1\n", self.read("output"))
        self.assertEqual({"report.html", "report.json", "report.md", "report.sarif", "report.xml"},
                         set(os.listdir(self.path("favspec-report"))))

    def test_client(self):
        done = self.action(WITH_COMMAND=f"sh {UNSIGNED}", WITH_OPTIONS="--only call/*")
        self.assertEqual(1, done.returncode, done.stderr)
        self.assertIn("## favspec test-client", self.read("summary"))

    def test_one_subject(self):
        self.assertEqual(2, self.action(WITH_URL="http://x", WITH_COMMAND="true").returncode)
        self.assertEqual(2, self.action(WITH_COMMAND="true", WITH_BASELINE="b").returncode)
        self.assertEqual(2, self.action(WITH_BASELINE="no-such-file").returncode)

    def test_inputs_are_no_shell(self):
        self.action(WITH_COMMAND="true $(touch pwned) `touch pwned` ; touch pwned",
                    WITH_OPTIONS="--only call/plain")
        self.assertFalse(os.path.exists(self.path("pwned")))


class Setup(CommandLine):
    TOOLS = ["sh", "awk", "cat", "sed", "id", "dirname"]

    def test_names_of_packages(self):
        rows = {"dnf": "install -y gcc glibc-devel", "apk": "add gcc musl-dev",
                "pacman": "-S --needed --noconfirm gcc glibc", "brew": "install cmake ninja"}
        for manager, begin in rows.items():
            folder = self.path(manager)
            os.mkdir(folder)
            for tool in self.TOOLS:
                os.symlink(shutil.which(tool), os.path.join(folder, tool))
            for name in (manager, "sudo"):
                self.write(f"{manager}/{name}", 'test "$1" = dnf && shift\necho "ran $*"\n')
                os.chmod(f"{folder}/{name}", 0o755)
            done = subprocess.run([shutil.which("sh"), os.path.join(CI, "setup")],
                                  env={"PATH": folder}, capture_output=True, text=True,
                                  check=False, timeout=60)
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertIn(f"{begin}", done.stderr, manager)
            self.assertIn("not tested", done.stderr)


if __name__ == "__main__":
    unittest.main()
