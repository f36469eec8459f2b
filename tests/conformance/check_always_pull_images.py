"""alwayspullimages.jsonl: what the admission plugin makes of the policies, and what its validating half refuses (1.36).

Which requests it is called for is read from the chain that the simulated API server runs.
"""

import re

from imagesim.engine.api.admission.always_pull_images import validate_always_pull_images
from imagesim.engine.api.admission.kubernetes_chain import AdmissionSettings, kubernetes_chain
from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.engine.api.admission.validation import validate_pod_update
from imagesim.rules.admission.pull_policy import always_pull_images_admission, always_pull_images_problems
from imagesim.rules.api.field_errors import aggregate
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, ImageVolume, PodSpec
from imagesim.rules.api.status_errors import APIError, Forbidden
from tests.conformance.checking import Row, differences

NAME = ObjectName("Pod", "default", "x")
STEP = next(
    step
    for step in kubernetes_chain(AdmissionSettings(always_pull_images=True), lambda *_: None, lambda _: None).steps
    if step.name == "AlwaysPullImages"
)
KINDS = {"pods": "Pod", "deployments": "Deployment", "podtemplates": "PodTemplate"}


def check(row: Row) -> str | None:
    """The policy of every container and image volume after the plugin, and every refusal."""
    if row.get("kind") == "chain":
        return _chain(row)
    handles = row["operation"] in STEP.operations
    if not (handles and row["handles"]):
        return differences({"handles": row["handles"]}, {"handles": handles})
    spec, old = _spec(row["object"]), None if row["old"] is None else _spec(row["old"])
    refused, admitted = None, spec
    if KINDS[row["resource"]] in STEP.kinds:
        request = {"operation": row["operation"], "subresource": row["subresource"], "old": old}
        problems = always_pull_images_problems(spec, **request)
        refused = _refusal([_among_all_volumes(problem, row["object"]) for problem in problems])
        admitted = always_pull_images_admission(spec, **request)
        refused_after = _refusal(always_pull_images_problems(admitted, **request))
    else:
        refused_after = None
    got = {
        "after": _policies(admitted),
        "admit_error": None,
        "validate_unmutated_ok": not refused,
        "validate_unmutated_error": refused,
        "validate_after_error": refused_after,
    }
    return differences({name: row[name] for name in got}, got)


def _chain(row: Row) -> str:
    """An update of a pod that was there before the plugin was: the plugin, API validation, the plugin again."""
    old = PodSpec(
        containers=(Container(name="a", image=row["old_image"], image_pull_policy=row["old_policy"]),),
        image_volumes=(ImageVolume(name="v", reference="d:1", pull_policy=row["old_volume_policy"]),)
        if row["old_volume_policy"]
        else (),
    )
    # What is sent is the stored object with another image, so with the stored policies.
    sent = Container(name="a", image=row["new_image"], image_pull_policy=row["old_policy"])
    request = AdmissionRequest("UPDATE", NAME, old)
    admitted = STEP.admit(PodSpec(containers=(sent,), image_volumes=old.image_volumes), request)
    api_error, plugin_error = _error(validate_pod_update, admitted, request), None
    if not api_error:
        plugin_error = _error(validate_always_pull_images, admitted, request)
    got = {
        "after": _policies(admitted),
        "api_error": api_error,
        "plugin_validate_error": plugin_error,
        "ok": not (api_error or plugin_error),
    }
    return differences({name: row[name] for name in got}, got)


def _error(validate, spec: PodSpec, request: AdmissionRequest) -> str | None:
    try:
        validate(spec, request)
    except APIError as error:
        return str(error)
    return None


def _among_all_volumes(problem: str, items: list[Row]) -> str:
    """The path of a volume counts volumes of other kinds, which a PodSpec here does not hold."""
    kinds = [item["kind"] for item in items if item["kind"] in ("volume", "emptydir")]
    places = [place for place, kind in enumerate(kinds) if kind == "volume"]
    return re.sub(r"^spec\.volumes\[(\d+)]", lambda found: f"spec.volumes[{places[int(found[1])]}]", problem)


def _refusal(problems: list[str]) -> str | None:
    return aggregate(str(Forbidden(NAME, problem)) for problem in problems) or None


def _policies(spec: PodSpec) -> list[list[str]]:
    groups = (("init", spec.init_containers), ("container", spec.containers), ("ephemeral", spec.ephemeral_containers))
    containers = [[kind, each.name, each.image_pull_policy] for kind, group in groups for each in group]
    return containers + [["volume", volume.name, volume.pull_policy] for volume in spec.image_volumes]


def _spec(items: list[Row]) -> PodSpec:
    containers = {
        kind: tuple(
            Container(name=item["name"], image=item["image"], image_pull_policy=item["policy"])
            for item in items
            if item["kind"] == kind
        )
        for kind in ("container", "init", "ephemeral")
    }
    return PodSpec(
        containers=containers["container"],
        init_containers=containers["init"],
        ephemeral_containers=containers["ephemeral"],
        image_volumes=tuple(
            ImageVolume(name=item["name"], reference=item["image"], pull_policy=item["policy"])
            for item in items
            if item["kind"] == "volume"
        ),
    )


CHECKERS = {"alwayspullimages.jsonl": check}
