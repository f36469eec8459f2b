"""defaults.jsonl: pull policies filled in by the API server, and what it refuses of pods and Deployments (1.36)."""

from dataclasses import replace

from imagesim.engine.api.admission.request import AdmissionRequest
from imagesim.engine.api.admission.validation import validate_pod, validate_pod_update, validate_template
from imagesim.rules.admission.pull_policy import default_pull_policy, default_volume_pull_policy, updated_pull_policy
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, Deployment, ImageVolume, PodSpec, PodTemplate
from imagesim.rules.api.status_errors import Invalid
from imagesim.rules.versions import kubernetes
from tests.conformance.checking import Row, differences
from tests.conformance.recorded_pod_updates import base_of, check_update

GROUPS = {
    "containers": "containers",
    "initContainers": "init_containers",
    "sidecar": "init_containers",
    "ephemeralContainers": "ephemeral_containers",
}


def check(row: Row) -> str | None:
    """Each operation of the file has its own answer to compare."""
    return _CHECKS[row["op"]](row)


def _default(row: Row) -> str:
    return differences({"policy": row["policy"]}, {"policy": _policy(row["where"], row["image"], row["preset"])})


def _update(row: Row) -> str:
    # Of an update that validation then refuses, the policy that it would have had was recorded too.
    sent = {"patch": None, "patch_policy_null": "", "put_without_policy": "", "put_with_policy": row["old_policy"]}
    got: dict[str, object] = {
        "policy": updated_pull_policy(row["old_policy"], row["new_image"], sent[row["how"]]),
    }
    if "ok" in row:
        old = _spec(row["where"], row["old_image"], row["old_policy"])
        new = _spec(row["where"], row["new_image"], str(got["policy"]))
        got |= _answer(refused(row["kind"], new, old))
    return differences({name: row[name] for name in got}, got)


def _create(row: Row) -> str:
    policy = _policy(row["where"], row["image"], row["preset"])
    return _compared(row, refused(row["kind"], _spec(row["where"], row["image"], policy)))


def _create_spec(row: Row) -> str:
    return _compared(row, refused(row["kind"], read_spec(row["spec"])))


def _compared(row: Row, error: str | None) -> str:
    got = _answer(error)
    return differences({name: row[name] for name in got}, got)


def _answer(error: str | None) -> dict[str, object]:
    return {"ok": error is None, "error": error}


def refused(kind: str, spec: PodSpec, old: PodSpec | None = None) -> str | None:
    """What the API server says to a Pod or a Deployment with that spec; None if it takes it."""
    request = AdmissionRequest("CREATE" if old is None else "UPDATE", ObjectName(kind, "default", "x"), old)
    try:
        if kind == "Deployment":
            validate_template(Deployment(namespace="default", name="x", template=PodTemplate(spec=spec)), request)
        elif old is None:
            validate_pod(spec, request)
        else:
            validate_pod_update(spec, request)
    except Invalid as invalid:
        return str(invalid)
    return None


def _policy(where: str, image: str, preset: str) -> str:
    if where == "volumes.image":
        on = kubernetes("1.36").image_volumes_by_default
        return default_volume_pull_policy(image, preset, image_volumes=on)
    return default_pull_policy(image, preset)


def _spec(where: str, image: str, policy: str) -> PodSpec:
    """A pod with that image in that place, and a good container if the place is another one."""
    plain = PodSpec(containers=(Container(name="main", image="x", image_pull_policy="Always"),))
    if where == "volumes.image":
        return replace(plain, image_volumes=(ImageVolume(name="v", reference=image, pull_policy=policy),))
    name = {"containers": "main", "ephemeralContainers": "dbg"}.get(where, "init")
    restart_policy = "Always" if where == "sidecar" else ""
    container = Container(name=name, image=image, image_pull_policy=policy, restart_policy=restart_policy)
    return replace(plain, **{GROUPS[where]: (container,)})


def read_spec(spec: Row) -> PodSpec:
    """The spec of a manifest, defaulted."""
    return PodSpec(
        containers=_containers(spec, "containers"),
        init_containers=_containers(spec, "initContainers"),
        ephemeral_containers=_containers(spec, "ephemeralContainers"),
        image_pull_secrets=tuple(secret.get("name", "") for secret in spec.get("imagePullSecrets", ())),
        image_volumes=tuple(
            ImageVolume(
                name=volume["name"],
                reference=volume["image"].get("reference", ""),
                pull_policy=_policy(
                    "volumes.image", volume["image"].get("reference", ""), volume["image"].get("pullPolicy", "")
                ),
            )
            for volume in spec.get("volumes", ())
            if "image" in volume
        ),
    )


def _containers(spec: Row, group: str) -> tuple[Container, ...]:
    return tuple(
        Container(
            name=each.get("name", ""),
            image=each.get("image", ""),
            image_pull_policy=default_pull_policy(each.get("image", ""), each.get("imagePullPolicy", "")),
            restart_policy=each.get("restartPolicy", ""),
            volume_mounts=tuple(mount["name"] for mount in each.get("volumeMounts", ())),
        )
        for each in spec.get(group, ())
    )


def _update_of_a_base(row: Row) -> str:
    return check_update(row, read_spec, lambda new, old: refused("Pod", new, old))


def _base(row: Row) -> str:
    return differences({"spec": row["spec"]}, {"spec": base_of(row)})


_CHECKS = {
    "default": _default,
    "update": _update,
    "validate_create": _create,
    "validate_create_spec": _create_spec,
    "validate_update": _update_of_a_base,
    "validate_update_base": _base,
}

CHECKERS = {"defaults.jsonl": check}
