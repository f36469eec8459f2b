"""Go's base64 decoders, as lenient and as strict as they are: the `auth` field of a docker config goes through them.

Models encoding/base64 of Go 1.24: StdEncoding (padded) and RawStdEncoding (not padded), neither of them strict.
Carriage returns and line feeds are skipped wherever they stand, padding included. Bits left over behind the last
byte may be anything. Every other character outside the alphabet, a space at the end too, is an error that names the
byte at which Go gave up; the URL-safe alphabet is refused.
"""

import base64
from typing import NamedTuple

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NEWLINES = b"\r\n"
_PAD = ord("=")


class CorruptInput(ValueError):
    """The text is no base64; `offset` is the byte at which Go's decoder says so."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"illegal base64 data at input byte {offset}")
        self.offset = offset


class _Quantum(NamedTuple):
    """Up to four characters of the alphabet, and where the next quantum starts."""

    characters: bytes
    next_offset: int


def decode(text: str, *, padded: bool) -> bytes:
    """Decode *text* with StdEncoding (*padded*) or RawStdEncoding."""
    source = text.encode("utf-8", "surrogatepass")
    decoded = bytearray()
    offset = 0
    while offset < len(source):
        quantum = _read_quantum(source, offset, padded)
        decoded += base64.b64decode(quantum.characters + b"=" * (-len(quantum.characters) % 4))
        offset = quantum.next_offset
    return bytes(decoded)


def _read_quantum(source: bytes, offset: int, padded: bool) -> _Quantum:
    """The next four characters of *source*, fewer at its end."""
    characters = bytearray()
    while len(characters) < 4:
        if offset == len(source):
            return _end_of_input(characters, offset, padded)
        byte = source[offset]
        offset += 1
        if byte in _ALPHABET:
            characters.append(byte)
        elif byte == _PAD and padded:
            return _padding(source, bytes(characters), offset)
        elif byte not in _NEWLINES:
            raise CorruptInput(offset - 1)
    return _Quantum(bytes(characters), offset)


def _end_of_input(characters: bytearray, offset: int, padded: bool) -> _Quantum:
    """The source ends inside a quantum: two or three characters are enough without padding, one never is."""
    if len(characters) == 1 or (characters and padded):
        raise CorruptInput(offset - len(characters))
    return _Quantum(bytes(characters), offset)


def _padding(source: bytes, characters: bytes, offset: int) -> _Quantum:
    """The first `=` stood just before *offset*: check that the rest is the padding that belongs there."""
    if len(characters) < 2:
        raise CorruptInput(offset - 1)
    if len(characters) == 2:
        offset = _skip_newlines(source, offset)
        if offset == len(source):
            raise CorruptInput(offset)
        if source[offset] != _PAD:
            raise CorruptInput(offset - 1)
        offset += 1
    offset = _skip_newlines(source, offset)
    if offset < len(source):
        raise CorruptInput(offset)
    return _Quantum(characters, offset)


def _skip_newlines(source: bytes, offset: int) -> int:
    while offset < len(source) and source[offset] in _NEWLINES:
        offset += 1
    return offset
