#!/usr/bin/env python3
"""A right client: right.py [--oauth header|query|body] [--parameters query|body] [--follow] [--retry]"""

import argparse
import sys

from client import Client


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--oauth", choices=["header", "query", "body"], default="header")
    p.add_argument("--parameters", choices=["query", "body"], default="query")
    p.add_argument("--follow", action="store_true", help="follow redirects, signed anew")
    p.add_argument("--retry", action="store_true", help="try again when that may help")
    args = p.parse_args()
    client = Client(args.oauth, args.parameters)
    client.follow, client.retry = args.follow, args.retry
    return client.run()


if __name__ == "__main__":
    sys.exit(main())
