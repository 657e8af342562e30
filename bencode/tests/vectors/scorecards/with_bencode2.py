"""bencode2 (PyPI): https://pypi.org/project/bencode2/"""
import sys

from bencode2 import bdecode, bencode

try:
    value = bdecode(sys.stdin.buffer.read())
except Exception:
    sys.exit(1)
sys.stdout.buffer.write(bencode(value))
