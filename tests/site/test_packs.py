"""Packs are the same bytes for the same files, and what pages and Node unpack."""

import gzip
import json

from docs.site.packs import pack, zipped


def test_a_pack_is_a_list_and_the_files_behind_it():
    content = gzip.decompress(pack({"b.py": b"22", "a/x.py": b"1"}))
    length = int.from_bytes(content[:4], "big")
    assert json.loads(content[4 : 4 + length]) == [["a/x.py", 1], ["b.py", 2]]
    assert content[4 + length :] == b"122"


def test_the_order_of_files_changes_no_byte():
    files = {"b.py": b"22", "a.py": b"1"}
    for made in (pack, zipped):
        assert made(files) == made(dict(reversed(files.items())))
