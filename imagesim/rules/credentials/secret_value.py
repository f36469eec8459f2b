"""Passwords and tokens that cannot be printed by accident.

People paste real credentials. A SecretValue shows a stand-in wherever text is made of it; the value itself comes out
of `reveal()` alone. The stand-in is equal for equal values in every process, so that a scenario that was saved with
stand-ins still runs: users and secrets that agreed before still agree. A stand-in stands for itself, so saving twice
changes nothing. It is made with a slow hash, since a fast one of a weak password could be guessed back.
"""

import hashlib
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
    digest = hashlib.pbkdf2_hmac("sha256", value.encode("utf-8", "surrogatepass"), _SALT, _ROUNDS)
    return f"secret-{digest.hex()[:12]}"


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
