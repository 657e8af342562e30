"""fastbencode (PyPI): https://pypi.org/project/fastbencode/"""
import sys

from fastbencode import bdecode, bencode

try:
    value = bdecode(sys.stdin.buffer.read())
except Exception:
    sys.exit(1)
sys.stdout.buffer.write(bencode(value))
