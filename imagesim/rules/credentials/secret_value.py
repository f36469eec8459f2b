"""Passwords and tokens that cannot be printed by accident.

People paste real credentials. A SecretValue shows a stand-in wherever text is made of it; the value itself comes out
of `reveal()` alone. The stand-in is equal for equal values in every process, so that a scenario that was saved with
stand-ins still runs: users and secrets that agreed before still agree. A stand-in stands for itself, so saving twice
changes nothing. It is made with a slow hash, since a fast one of a weak password could be guessed back.
"""

import hashlib
import hmac
import re
from functools import lru_cache

_STAND_IN = re.compile("secret-[0-9a-f]{12}")
_SALT = b"imagesim stand-in"
_ROUNDS = 20_000


@lru_cache(maxsize=4096)
def stand_in(value: str) -> str:
    """What is shown in place of *value*. Empty stays empty: that there is no password is no secret."""
    if not value or _STAND_IN.fullmatch(value):
        return value
    return f"secret-{_slow_hash(value.encode('utf-8', 'surrogatepass')).hex()[:12]}"


def _slow_hash(password: bytes) -> bytes:
    """PBKDF2 (RFC 8018) with HMAC-SHA-256; the first and only block of 32 bytes."""
    if hasattr(hashlib, "pbkdf2_hmac"):
        return hashlib.pbkdf2_hmac("sha256", password, _SALT, _ROUNDS)
    # A Python without OpenSSL, as in a browser, has none; this takes some six times as long.
    keyed = hmac.new(password, digestmod="sha256")
    block, result = _SALT + (1).to_bytes(4, "big"), 0
    for _ in range(_ROUNDS):
        one = keyed.copy()
        one.update(block)
        block = one.digest()
        result ^= int.from_bytes(block, "big")
    return result.to_bytes(32, "big")


class SecretValue:
    """A text that prints, and is pickled, as its stand-in. Equal values are equal and hash alike.

    So what is loaded from a pickle holds stand-ins alone. They agree where the values did, and a run of it is the same.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself. It belongs in a comparison or a request, never in a text for people."""
        return self._value

    def __str__(self) -> str:
        return stand_in(self._value)

    def __repr__(self) -> str:
        return f"SecretValue({stand_in(self._value)})"

    def __reduce__(self) -> tuple[type["SecretValue"], tuple[str]]:
        return SecretValue, (stand_in(self._value),)

    def __copy__(self) -> "SecretValue":
        return self

    def __deepcopy__(self, _: object) -> "SecretValue":
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretValue) and other._value == self._value

    def __hash__(self) -> int:
        return hash((SecretValue, self._value))


NO_SECRET = SecretValue("")
"""The empty password."""
