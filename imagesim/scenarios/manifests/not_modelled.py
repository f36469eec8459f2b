"""Fields of a pod that would change what happens in a cluster and that the simulator does not act on."""

from imagesim.scenarios.manifests.hooks import note_hooks
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field

_SPREAD = "pods spread evenly over the nodes that fit"
_CONTAINER = {
    "restartPolicyRules": "the pod's restart policy decides",
}
_POD = {
    "topologySpreadConstraints": _SPREAD,
    "priorityClassName": "no pod displaces another",
    "schedulingGates": "pods are scheduled at once",
    "readinessGates": "a pod is ready when its containers are",
    "activeDeadlineSeconds": "a pod has no deadline",
    "runtimeClassName": "there is one runtime",
    "ephemeralContainers": "they are left out",
    "resourceClaims": "every pod fits on every node",
}
_QUICK_VOLUMES = {"name", "emptyDir", "downwardAPI", "image"}
_AFFINITY = ("podAffinity", "podAntiAffinity")


def note_unmodelled(spec: Field, where: str, notes: Notes) -> None:
    """Note each such field of a pod spec once."""
    written = spec.mapping()
    for name, instead in _POD.items():
        if name in written and _says_something(written[name]):
            notes.not_modelled(name, where, instead)
    for group in ("initContainers", "containers"):
        for container in spec[group].items():
            _note_container(container, where, notes)
            policy = container.mapping().get("restartPolicy")
            if _says_something(policy) and not (group == "initContainers" and policy == "Always"):
                notes.not_modelled("the restart policy of a container", where, "the pod's restart policy decides")
    _note_scheduling(spec, where, notes)
    _note_volumes(spec, where, notes)


def _says_something(value: object) -> bool:
    return value not in (None, {}, [], "")


def _note_container(container: Field, where: str, notes: Notes) -> None:
    note_hooks(container, where, notes)
    for name, instead in _CONTAINER.items():
        if container.has(name) and _says_something(container[name].value):
            notes.not_modelled(name, where, instead)
    if any(_says_something(port.mapping().get("hostPort")) for port in container["ports"].items()):
        notes.not_modelled("hostPort", where, "pods never compete for a port")


def _note_scheduling(spec: Field, where: str, notes: Notes) -> None:
    for name in _AFFINITY if spec.has("affinity") else ():
        if _says_something(spec["affinity"][name].value):
            notes.not_modelled(name, where, _SPREAD)
    if spec.text_of("schedulerName", "default-scheduler") != "default-scheduler":
        notes.not_modelled("schedulerName", where, "the default scheduler places the pod")


def _note_volumes(spec: Field, where: str, notes: Notes) -> None:
    for volume in spec["volumes"].items():
        kinds = set(volume.mapping())
        if kinds - _QUICK_VOLUMES and not volume.text_of("name").startswith("kube-api-access-"):
            notes.not_modelled("mounting of volumes", where, "every volume is there at once")
