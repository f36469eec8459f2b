"""Files joined to one: a pack, which a page unpacks with what the browser itself has, and a zip file for Pyodide.

A pack is compressed by gzip as a whole, which saves a fifth of what a zip file of many small ones has. In it stand the
length of the list (4 bytes, big-endian), the list [[name, length], ...] as JSON, and the files one after the other.
"""

import gzip
import io
import json
import zipfile

_DATE = (1980, 1, 1, 0, 0, 0)  # a zip file knows none before


def pack(files: dict[str, bytes]) -> bytes:
    """*files* by name as a pack; the same bytes for the same files."""
    rows = sorted(files.items())
    head = json.dumps([[name, len(data)] for name, data in rows], separators=(",", ":")).encode()
    content = len(head).to_bytes(4, "big") + head + b"".join(data for _, data in rows)
    return gzip.compress(content, 9, mtime=0)


def zipped(files: dict[str, bytes]) -> bytes:
    """*files* by name as a zip file; the same bytes for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, data in sorted(files.items()):
            opened.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED, 9)
    return held.getvalue()
