#!/usr/bin/env python3
"""Check the rounds of the bulletin board that a certificate of exposure carries inside, without Consistori.

    python3 verify_board.py rounds.json [DOCUMENT.pdf]

`rounds.json` is attached to the certificate (any PDF reader takes it out). Each round holds: seq, content (canonical
JSON: when, and of each edict what was seen and the SHA-256 of what was served), previous and hash. The rounds hold when
hash = SHA-256(previous in hexadecimal followed by content, in UTF-8), previous is the hash of the round before, and the
numbers run without holes. DOCUMENT.pdf, if given, must be the one that was published.
Exit status: 0 they hold, 1 they do not (the place is printed), 2 the file cannot be read.
"""

import hashlib
import json
import sys


def check(rounds):
    """Return None, or what is wrong."""
    before = None
    for one in rounds:
        if before is not None and one["seq"] != before["seq"] + 1:
            return f"round {before['seq'] + 1}: missing (the next one found is {one['seq']})"
        if before is not None and one["previous"] != before["hash"]:
            return f"round {one['seq']}: does not follow the one before"
        made = hashlib.sha256((one["previous"] + one["content"]).encode("utf-8")).hexdigest()
        if made != one["hash"]:
            return f"round {one['seq']}: its content was changed"
        before = one
    return None


def seen(rounds, reference, sha256):
    """How many times the edict was looked at, and in how many its document was the one that was published."""
    looked = [
        e for one in rounds for e in json.loads(one["content"])["edicts"] if e["reference"] == reference
    ]
    served = [e for e in looked if e["seen"] == "served" and e["sha256"] == sha256]
    return len(looked), len(served)


def main(arguments):
    if not 2 <= len(arguments) <= 3:
        print(__doc__)
        return 2
    try:
        with open(arguments[1], encoding="utf-8") as file:
            said = json.load(file)
        if said.get("consistori_board") != 1:
            raise ValueError("not the rounds of a board")
        wrong = check(said["rounds"])
        looked, served = seen(said["rounds"], said["reference"], said["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"This file cannot be read as the rounds of a board: {error}")
        return 2
    if wrong is None and len(arguments) == 3:
        with open(arguments[2], "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != said["sha256"]:
                wrong = "that document is not the one that was published"
    if wrong:
        print(f"BROKEN. {wrong}")
        return 1
    print(
        f"The rounds of {said['reference']} hold: looked at {looked} times, served as published in {served}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
