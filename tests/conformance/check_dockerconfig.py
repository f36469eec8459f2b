"""dockerconfig.jsonl: documents of both forms through the decoder of pull secrets and the reader of node files."""

from imagesim.rules.credentials.docker_config import DECODERS, DockerConfig, DockerConfigError, decode_file
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """Both readers, in one order: Go sorts the recorded entries by registry."""
    if "\ufffd" in str(row["entries"]) and not any(text in row["data"] for text in ("\ufffd", "\\u")):
        raise Excluded("the password is not valid UTF-8")  # JSON could not hold it, so the recorded one is not it
    name = "." + row["kind"]
    expected = {field: row[field] for field in ("ok", "entries", "error_secret", "error_file")}
    got = {"ok": True, "entries": [], "error_secret": "", "error_file": ""}
    try:
        got["entries"] = _entries(DECODERS[name](row["data"]))
    except DockerConfigError as error:
        got |= {"ok": False, "error_secret": str(error)}
    try:
        decode_file(name, row["data"])
    except DockerConfigError as error:
        got["error_file"] = str(error)
    return differences(expected, got)


def _entries(config: DockerConfig) -> list[Row]:
    return [
        {
            "registry": entry.registry,
            "username": entry.username,
            "password": entry.password.reveal(),
            "email": entry.email,
        }
        for entry in sorted(config, key=lambda entry: entry.registry)
    ]


CHECKERS = {"dockerconfig.jsonl": check}
