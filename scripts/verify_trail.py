#!/usr/bin/env python3
"""Check an exported trail of Consistori without Consistori.

    python3 verify_trail.py trail.jsonl [HEAD]

Each line after the first holds: seq, previous_hash, hash (hexadecimal) and content (the event, canonical JSON).
The chain holds when, for every event, hash = SHA-256(previous_hash bytes + content in UTF-8), previous_hash is
the hash of the event before (32 zero bytes for the first), and the numbers run 1, 2, 3... without holes.
HEAD, if given, is the hash that the last event must have (published or kept elsewhere by the town hall).
Exit status: 0 the chain holds, 1 it is broken (the place is printed), 2 the file cannot be read.
"""

import hashlib
import json
import sys


def check(lines):
    """Return (how many events hold, hash of the last, None or what is wrong)."""
    previous, expected = bytes(32), 1
    for line in lines:
        event = json.loads(line)
        if event["seq"] != expected:
            return expected - 1, previous, f"event {expected}: missing (the next one found is {event['seq']})"
        if bytes.fromhex(event["previous_hash"]) != previous:
            return expected - 1, previous, f"event {expected}: does not follow the one before"
        made = hashlib.sha256(previous + event["content"].encode("utf-8")).digest()
        if made.hex() != event["hash"]:
            return expected - 1, previous, f"event {expected}: its content was changed"
        if json.loads(event["content"]).get("seq") != expected:
            return expected - 1, previous, f"event {expected}: its number was changed"
        previous, expected = made, expected + 1
    return expected - 1, previous, None


def main(arguments):
    if not 2 <= len(arguments) <= 3:
        print(__doc__)
        return 2
    try:
        with open(arguments[1], encoding="utf-8") as file:
            head = json.loads(next(file))
            if head.get("consistori_trail") != 1:
                raise ValueError("not an exported trail")
            held, last, wrong = check(file)
    except (OSError, ValueError, KeyError, StopIteration) as error:
        print(f"This file cannot be read as an exported trail: {error}")
        return 2
    if wrong is None and len(arguments) == 3 and last.hex() != arguments[2].lower():
        wrong = f"the last event is not the expected one: its hash is {last.hex()}"
    if wrong:
        print(f"BROKEN. {held} events hold; {wrong}")
        return 1
    print(f"The chain of {head.get('slug')} holds: {held} events, the last with hash {last.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
