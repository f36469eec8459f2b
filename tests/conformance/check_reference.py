"""reference.jsonl: texts through the kubelet's parser, applyDefaultImageTag and FamiliarString."""

from imagesim.rules.reference import ImageReference, InvalidImageName
from tests.conformance.checking import Row, differences

FIELDS = ("ok", "repo", "tag", "digest", "error", "with_default_tag", "familiar", "domain", "path", "explicit_tag")


def check(row: Row) -> str | None:
    """All that was recorded of one text: its parts, or the exact error."""
    expected = {name: row[name] for name in FIELDS}
    try:
        reference = ImageReference.parse(row["input"])
    except InvalidImageName as error:
        return differences(expected, {**dict.fromkeys(FIELDS, ""), "ok": False, "error": str(error)})
    got = {
        "ok": True,
        "repo": reference.repository,
        "tag": reference.effective_tag or "",
        "digest": reference.digest or "",
        "error": "",
        "with_default_tag": reference.with_default_tag,
        "familiar": reference.familiar,
        "domain": reference.domain,
        "path": reference.path,
        "explicit_tag": reference.tag or "",
    }
    return differences(expected, got)


CHECKERS = {"reference.jsonl": check}
