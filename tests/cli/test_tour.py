"""The tour in docs/TOUR.md: every command of it, in order, in one shell."""

import os
import re
import subprocess
import unittest

from harness import FAVSPEC, ROOT, CommandLine, clean_environment


def commands(text):
    """The commands of the sh blocks, each with the exit status that it announces."""
    found = []
    for block in re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S):
        lines = block.splitlines()
        while lines:
            command = lines.pop(0)
            end = re.search(r"<<'(\w+)'$", command)
            while lines and (command.rstrip().endswith(("\\", "|")) or
                             (end and not command.endswith("\n" + end.group(1)))):
                command += "\n" + lines.pop(0)
            status = re.search(r" +# exit status (\d+)$", command)
            found.append((command, int(status.group(1)) if status else 0))
    return found


class Tour(CommandLine):
    def test_every_command(self):
        with open(os.path.join(ROOT, "docs", "TOUR.md"), encoding="utf-8") as file:
            rows = commands(file.read())
        self.assertGreater(len(rows), 20)
        os.symlink(FAVSPEC, self.path("favspec"))
        script = "".join(
            f"{command}\nstatus=$?; [ $status = {status} ] || {{ echo \"command {i}: exit $status\"; exit 99; }}\n"
            for i, (command, status) in enumerate(rows))
        env = clean_environment(PATH=f"{self.folder}:{os.environ['PATH']}")
        done = subprocess.run(["bash"], input=script, env=env, cwd=self.folder, text=True,
                              capture_output=True, check=False, timeout=300)
        last = done.stdout.splitlines()[-1] if done.stdout else ""
        number = re.match(r"command (\d+)", last)
        self.assertEqual(0, done.returncode, f"{last}: {rows[int(number.group(1))] if number else ''}\n"
                                             f"{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
        self.assertIn("query-missing", done.stdout)
        self.assertTrue(os.path.getsize(self.path("report.html")))


if __name__ == "__main__":
    unittest.main()
