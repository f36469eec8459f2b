"""defaults.jsonl: pull policies filled in by the API server, at creation and at updates (1.36)."""

from imagesim.rules.admission.pull_policy import default_pull_policy, default_volume_pull_policy, updated_pull_policy
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """Rows about defaulting are compared; those about what API validation refuses are not modelled by these rules."""
    if row["op"] == "default":
        return differences({"policy": row["policy"]}, {"policy": _default(row)})
    if row["op"] == "update":
        return differences({"policy": row["policy"]}, {"policy": _update(row)})
    raise Excluded("API validation and its error texts")


def _default(row: Row) -> str:
    image, preset = row["image"], row["preset"]
    if row["where"] == "volumes.image":
        on = kubernetes("1.36").image_volumes_by_default
        return default_volume_pull_policy(image, preset, image_volumes=on)
    return default_pull_policy(image, preset)


def _update(row: Row) -> str:
    # Of an update that validation then refuses, the policy that it would have had was recorded too.
    sent = {"patch": None, "patch_policy_null": "", "put_without_policy": "", "put_with_policy": row["old_policy"]}
    return updated_pull_policy(row["old_policy"], row["new_image"], sent[row["how"]])


CHECKERS = {"defaults.jsonl": check}
