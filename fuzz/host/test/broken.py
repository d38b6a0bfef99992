"""An adapter process that breaks the promise that its argument names."""

import os
import struct
import sys
import time


def read():
    head = sys.stdin.buffer.read(4)
    if len(head) < 4:
        sys.exit(0)
    return sys.stdin.buffer.read(struct.unpack(">I", head)[0])


def write(result, *values):
    body = bytes((result,)) + b"".join(struct.pack(">I", len(v)) + v for v in values)
    os.write(1, struct.pack(">I", len(body)) + body)


defect = sys.argv[1]
read()
if defect == "silent":
    time.sleep(600)
if defect == "refuse":
    write(1)
write(0, b"broken", b"1", b"sign", b"no-such-quirk" if defect == "quirk" else b"")
read()
if defect == "exit":
    sys.exit(3)
if defect == "signal":
    os.kill(os.getpid(), 9)
if defect == "hang":
    time.sleep(600)
if defect == "print":
    print("a message on standard output, which belongs on standard error")
    sys.stdout.flush()
    read()
if defect == "field":
    os.write(1, struct.pack(">IBI", 5, 0, 1000))
    read()
while True:
    write(0, b"no base string")
    read()
