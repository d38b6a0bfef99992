#!/usr/bin/env python3
"""Counts its nonces in a file, so that everybody knows the next one."""

import hashlib
import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from client import Client  # noqa: E402


class Counting(Client):
    def nonce(self):
        name = hashlib.sha256((self.base_url + self.token).encode()).hexdigest()[:16]
        with open(os.path.join(tempfile.gettempdir(), f"favspec-counter-{name}"), "a+b") as f:
            f.write(b".")
            f.flush()
            count = f.seek(0, os.SEEK_END)
            if count >= 4:
                os.unlink(f.name)
        return f"harbour{98 + count}"


sys.exit(Counting().run())
