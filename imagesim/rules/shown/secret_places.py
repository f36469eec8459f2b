"""Which fields of a document may hold a secret, by their names and by the places that they stand in.

A field's path is written as messages have it: `spec.users[0].password`. Of what stands in such a place nothing is
shown, whatever is wrong with it; and a name that is not known there may be a secret too, as in `{name: a, password:pw}`
where a space was forgotten.
"""

import difflib
import re
from collections.abc import Iterable

_STEPS = re.compile(r"[^.\[\]]+")
_NAME = re.compile(
    r"passw|passphrase|^pwd$|token|^auth$|dockerconfig|dockercfg|api[-_]?key|private[-_]?key|signature|^sig$",
    re.IGNORECASE,
)
"""The last step of a path that means a secret."""
_PLACES = {
    "annotations", "args", "auth", "auths", "command", "createsecret", "credentials", "data", "env", "header",
    "headers", "httpheaders", "replacesecret", "setpassword", "stringdata", "vendorhook", "volumeattributes",
}  # fmt: skip
"""Steps below which everything may be one."""
_NO_SECRET = frozenset({"spec.auth"})
"""A Registry says there how it asks for credentials, not which."""
_OPEN = re.compile(r"\bannotations\[imagesim/|\bsetPassword\.(?:registry|user)$")
"""What stands in such a place and is none: annotations of imagesim's own, and whose password is set where."""
_USERS = re.compile(r"(?:^|[.:])users(?:\[\d+\])?$")
_USER_NAME = re.compile(r"\b(?:users\[\d+\](?:\.name)?|exempt\[\d+\]|user|username)$", re.IGNORECASE)
_WORD = re.compile("[A-Za-z-]{0,16}")
_NAMES = re.compile(r"\b(?:repositories|labels|matchLabels|nodeSelector|tags)\b")
"""Below these, steps are names that people chose: a repository may be called data."""
_NEAR = 0.8


def is_secret(field: str) -> bool:
    """Whether what stands at the path *field* may be a secret."""
    if field in _NO_SECRET or _OPEN.search(field):
        return False
    steps = [step.rpartition(":")[2] for step in _STEPS.findall(field)]
    if not steps:
        return False
    return bool(_NAME.search(steps[-1])) or is_secret_place(field) or _is_login_list(field)


def is_secret_place(field: str) -> bool:
    """Whether everything below the path *field*, or at it, may be a secret."""
    if field in _NO_SECRET:
        return False
    return any(step.rpartition(":")[2].lower() in _PLACES for step in _STEPS.findall(_NAMES.split(field)[0]))


def _is_login_list(field: str) -> bool:
    """`users: alice:pw` of a Registry. Below `access` stand names of users alone."""
    return bool(_USERS.search(field)) and "access" not in field


def holds_login(field: str, text: str) -> bool:
    """Whether *text*, which should be something else, is a login: `alice:pw` as a user's name, base64 as an `auth`."""
    if field in _NO_SECRET:
        return _WORD.fullmatch(text) is None
    return ":" in text and bool(_USER_NAME.search(field))


def may_be_shown(name: str, place: str, known: Iterable[str]) -> bool:
    """Whether a message may show *name*, which is none of the fields *known* at *place*: not if it may be a secret.

    In a place that holds secrets it has to be a known one but for a letter or two.
    """
    if not (is_secret_place(place) or _is_login_list(place)):
        return True
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=_NEAR)
    return bool(near) and abs(len(near[0]) - len(name)) <= 2
