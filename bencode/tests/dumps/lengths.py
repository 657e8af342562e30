"""Prints `lengths.jsonl`: short inputs of each length, dumped by the tools that are installed.

    python3 lengths.py > lengths.jsonl
"""

import json
import subprocess

READ = ["xxd", "xxd -g1", "xxd -g4", "hexdump -C", "od -tx1", "od -Ax -tx1z"]
REFUSED = ["xxd -e", "xxd -e -g2", "xxd -e -g8", "xxd -b", "xxd -b -g4", "hexdump", "od -tu1", "od -tu1z", "od -td1"]
INPUTS = [b"d8:intervali1800e5:x", b"  abcdefab 0123 d8  ", bytes(range(10, 30))]


def is_distinct(command, data):
    """Whether something in the output of `xxd -e` says that bytes are swapped: a text column, or half a word."""
    width = {"xxd -e": 4, "xxd -e -g2": 2, "xxd -e -g8": 8}.get(command)
    return width is None or data[0] > 31 or len(data) % width or len(data) > 16 and len(data) % 16 % width


for command in READ + REFUSED:
    for data in (whole[:length] for whole in INPUTS for length in range(1, 21)):
        if not is_distinct(command, data):
            continue
        run = subprocess.run(command.split(), input=data, capture_output=True, check=True)
        row = {"command": command, "read": command in READ, "bytes": data.hex(), "dump": run.stdout.decode()}
        print(json.dumps(row))
