"""pull_policy_default*.jsonl: the policy that the API server fills in, for containers and for image volumes."""

from functools import partial

from imagesim.rules.admission.pull_policy import default_pull_policy, default_volume_pull_policy
from imagesim.rules.reference import ImageReference, InvalidImageName
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Row, differences


def check(row: Row, version: str) -> str | None:
    """`image_volume_gate_off` is the version's own default; `_on` switches the gate on by hand."""
    image, preset = row["image"], row["preset"]
    if row["kind"] in ("container", "ephemeral"):
        policy = default_pull_policy(image, preset)
    else:
        on = row["kind"] == "image_volume_gate_on" or kubernetes(version).image_volumes_by_default
        policy = default_volume_pull_policy(image, preset, image_volumes=on)
    expected = {"policy": row["policy"], "parses": row["parses"]}
    return differences(expected, {"policy": policy, "parses": _parses(image)})


def _parses(image: str) -> bool:
    try:
        ImageReference.parse(image)
    except InvalidImageName:
        return False
    return True


CHECKERS = {
    "pull_policy_default.jsonl": partial(check, version="1.32"),
    "pull_policy_default136_diff.jsonl": partial(check, version="1.36"),
}
