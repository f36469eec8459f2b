"""Why a credential key does not fit an image: each test of the kubelet with the words for its failure.

A test returns "" where key and image agree. Texts show names as Python shows them, in quotes, and leave out a user and
password that stand in a key.
"""

from collections.abc import Iterable

from imagesim.rules.golang.glob import glob_matches
from imagesim.rules.shown.secret_texts import without_user


def port_mismatch(wanted: str, found: str) -> str:
    """No port is a port of its own."""
    return "" if wanted == found else f"the key has {_port(wanted)} and the image {_port(found)}: ports must be equal"


def label_count_mismatch(glob: str, host: str) -> str:
    """A star stays inside its label, so the numbers of labels must agree."""
    wanted, found = glob.count(".") + 1, host.count(".") + 1
    if wanted == found:
        return ""
    return f"{glob!r} has {_labels(wanted)} and {host!r} has {_labels(found)}: the numbers must be equal"


def path_mismatch(prefix: str, path: str) -> str:
    """A plain prefix of characters, not of segments, and without globs."""
    return "" if path.startswith(prefix) else f"the path {without_user(prefix)!r} is no prefix of {path!r}"


def label_mismatch(glob: str, host: str) -> str:
    """Each label of the host fits the glob in its place. The numbers of labels agree."""
    pairs = zip(glob.split("."), host.split("."), strict=True)
    return next(
        (f"the label {label!r} does not fit {name!r}" for label, name in pairs if not glob_matches(label, name)), ""
    )


def fit(read_key: str) -> str:
    """That a key fits."""
    path = read_key.partition("/")[2]
    return f"host and port fit, and the path {without_user('/' + path)!r} is a prefix" if path else "host and port fit"


def refused(key: str, error: Exception) -> str:
    """That Go cannot read the key. The error of a key with a user in it could show the password."""
    detail = "" if "@" in key else f": {error}"
    return f"the kubelet ignores the key, since Go refuses it{detail}"


def what_was_lost(key: str, read_key: str) -> str:
    """A hint for keys that people mean otherwise than Go reads them, to put behind the reason why they do not fit."""
    if "?" in key:
        return "; Go cuts the key off at its ?"
    if read_key.endswith(("/v1", "/v2")):
        return f"; {read_key[-3:]}/ is only cut off with its last slash"
    return ""


def answers_by_go(versions: Iterable[str], answers: Iterable[bool]) -> str:
    """Which Go says what."""
    return ", ".join(f"{version}: {'fits' if fits else 'no'}" for version, fits in zip(versions, answers, strict=True))


def _port(port: str) -> str:
    return f"port {port}" if port else "no port"


def _labels(number: int) -> str:
    return "1 label" if number == 1 else f"{number} labels"
