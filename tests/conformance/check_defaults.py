"""defaults.jsonl: pull policies filled in by the API server, and which pods it refuses for their images (1.36)."""

from imagesim.rules.admission.pull_policy import default_pull_policy, default_volume_pull_policy, updated_pull_policy
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.api.pod_validation import pod_problem
from imagesim.rules.api.status_errors import Invalid
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Excluded, Row, differences


def check(row: Row) -> str | None:
    """Rows about defaulting are compared, and of those about API validation those about images of new pods."""
    if row["op"] == "default":
        return differences({"policy": row["policy"]}, {"policy": _default(row)})
    if row["op"] == "update":
        return differences({"policy": row["policy"]}, {"policy": _update(row)})
    if (
        row["op"] == "validate_create"
        and row["kind"] == "Pod"
        and row["where"] in _GROUPS
        and row["preset"] in _POLICIES
    ):
        return differences({"error": row["error"]}, {"error": _refused(row)})
    raise Excluded("API validation and its error texts")


_GROUPS = ("containers", "initContainers", "sidecar", "volumes.image")
_POLICIES = ("", "Always", "IfNotPresent", "Never")


def _refused(row: Row) -> str | None:
    """What the API server says of a pod with that image in that place, beside a good container; None if it takes it."""
    image, where = row["image"], row["where"]
    named, good = (Container(name="x", image=text, image_pull_policy="Always") for text in (image, "x"))
    spec = PodSpec(
        containers=(named,) if where == "containers" else (good,),
        init_containers=(named,) if where in ("initContainers", "sidecar") else (),
        image_volumes=(ImageVolume(name="v", reference=image, pull_policy="Always"),)
        if where == "volumes.image"
        else (),
    )
    problem = pod_problem(spec)
    return str(Invalid(ObjectName("Pod", "default", "x"), problem)) if problem else None


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
