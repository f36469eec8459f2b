"""Kinds of workloads that came later, each with chance of its own: what was drawn before they came stays as it was.

A scenario has few of them, or none; and each kind brings the events that are about it.
"""

from collections.abc import Callable
from dataclasses import replace

from tests.laws.drawing.draw import Document, Draw, Workload, World, world_document
from tests.laws.drawing.happenings import HELD, LIMITED, timeline
from tests.laws.drawing.loaded import LOADED, LOCAL, loaded_pool
from tests.laws.drawing.manifests import template
from tests.laws.drawing.moved import MOVED, pool_with_disks
from tests.laws.drawing.tainted import tainted_pool, tolerant_template

_SCHEDULES = ("* * * * *", "* * * * *", "*/2 * * * *", "*/7 * * * *", "3,5 * * * *")
_FAILS_AFTER = ("1s", "1s", "5s", "90s")


def later(world: World, name: str) -> list[Document]:
    """What each kind draws for the scenario of that *name*."""
    documents = []
    for kind, (probability, part) in _PARTS.items():
        draw = Draw(f"{name}/{kind}")
        if draw.chance(probability):
            documents += part(replace(world, draw=draw, workloads=[], pods=[], pools=dict(world.pools), applied=[]))
    return documents


def _jobs(world: World) -> list[Document]:
    """Jobs that end well or not, by counts, by time, or never."""
    draw, documents = world.draw, []
    for number in range(draw.randint(1, 2)):
        spec = _job_spec(world)
        documents.append(_workload(world, "batch/v1", "Job", f"j{number}", spec, spec))
    return documents + timeline(world, "jobs", ("restart", "delete"))


def _job_spec(world: World) -> Document:
    draw = world.draw
    meta, pod_spec = template(world, draw.choice(("OnFailure", "Never")))
    if draw.chance(0.5):  # one that has a fair chance to succeed
        containers = [{"name": "a", "image": draw.choice(world.texts)}]
        meta, pod_spec = {}, {"restartPolicy": pod_spec["restartPolicy"], "containers": containers}
    if draw.chance(0.3):
        notes = meta.setdefault("annotations", {})
        notes |= {"imagesim/runs-for.a": draw.choice(_FAILS_AFTER), "imagesim/exit-code.a": "1"}
    spec: Document = draw.fields(0.6, completions=(1, 2, 3, 5), parallelism=(1, 2, 3))
    spec |= draw.fields(0.4, backoffLimit=(0, 1, 3))
    spec |= draw.fields(0.15, activeDeadlineSeconds=(5, 60, 300), ttlSecondsAfterFinished=(0, 30))
    spec |= draw.fields(0.05, suspend=(True,), parallelism=(0,))
    if "completions" in spec and draw.chance(0.5):
        spec["completionMode"] = "Indexed"
    return spec | {"template": {"metadata": meta, "spec": pod_spec}}


def _jobs_by_index(world: World) -> list[Document]:
    """An Indexed Job that counts the failures of each index."""
    draw = world.draw
    spec = _job_spec(world) | {"completionMode": "Indexed", "completions": draw.randint(1, 5)}
    spec |= draw.fields(0.7, backoffLimitPerIndex=(0, 1, 2)) | draw.fields(0.3, podReplacementPolicy=("Failed",))
    if "backoffLimitPerIndex" in spec:
        spec |= draw.fields(0.3, maxFailedIndexes=(0, 1))
    documents = [_workload(world, "batch/v1", "Job", "l0", spec, spec)]
    return documents + timeline(world, "jobs-by-index", ("restart", "delete"))


def _cron_jobs(world: World) -> list[Document]:
    """A CronJob that comes due every few minutes."""
    draw = world.draw
    job = _job_spec(world)
    spec: Document = {"schedule": draw.choice(_SCHEDULES), "jobTemplate": {"spec": job}}
    spec |= draw.fields(
        0.4, concurrencyPolicy=("Forbid", "Replace"), successfulJobsHistoryLimit=(0, 1), failedJobsHistoryLimit=(0, 2)
    )
    spec |= draw.fields(0.1, startingDeadlineSeconds=(1, 90), suspend=(True,), timeZone=("Asia/Kolkata",))
    documents = [_workload(world, "batch/v1", "CronJob", "k0", spec, job)]
    return documents + timeline(world, "cron-jobs", ("restart", "delete", "setImage"))


def _stateful_sets(world: World) -> list[Document]:
    """A StatefulSet whose pods may well be ready, so that it gets on; it is scaled and rolled out."""
    draw = world.draw
    spec = _with_selector(world, "s0") | {"replicas": draw.randint(1, 5)} | draw.fields(0.2, minReadySeconds=(5, 30))
    spec |= draw.fields(0.2, podManagementPolicy=("Parallel",), updateStrategy=_OF_STATEFUL_SETS)
    if draw.chance(0.7):
        containers = [{"name": "a", "image": draw.choice(world.texts)}]
        spec["template"] = {"metadata": {"labels": {"a": "s0"}}, "spec": {"containers": containers}}
    documents = [_workload(world, "apps/v1", "StatefulSet", "s0", spec, spec)]
    return documents + timeline(world, "stateful-sets", ("scale", "scale", "setImage", "restart", *_ROLLING))


def _daemon_sets(world: World) -> list[Document]:
    """A DaemonSet, rolled out in one of three ways."""
    draw = world.draw
    spec = _with_selector(world, "d0")
    spec |= draw.fields(0.15, minReadySeconds=(5, 30), revisionHistoryLimit=(0, 1))
    spec |= draw.fields(0.5, updateStrategy=_UPDATES)
    documents = [_workload(world, "apps/v1", "DaemonSet", "d0", spec, spec)]
    return documents + timeline(world, "daemon-sets", ("restart", "delete", "setImage", *_ROLLING))


def _replication_controllers(world: World) -> list[Document]:
    """A ReplicationController, whose selector has a shape of its own."""
    spec: Document = {**_with_selector(world, "c0"), "selector": {"a": "c0"}, "replicas": world.draw.randint(0, 3)}
    documents = [_workload(world, "v1", "ReplicationController", "c0", spec, spec)]
    return documents + timeline(world, "replication-controllers", ("restart", "delete", "setImage", "scale"))


def _roll_outs(world: World) -> list[Document]:
    """A Deployment whose roll-outs have little time, and that is rolled out again and again."""
    draw = world.draw
    spec = _with_selector(world, "r0") | {"replicas": draw.randint(1, 5)}
    spec |= {"progressDeadlineSeconds": draw.choice((31, 40, 90))} | draw.fields(0.3, minReadySeconds=(5, 30))
    documents = [_workload(world, "apps/v1", "Deployment", "r0", spec, spec)]
    return documents + timeline(world, "roll-outs", ("setImage", "setImage", "delete", "scale", *_ROLLING))


def _held(world: World) -> list[Document]:
    """A Deployment whose roll-outs are paused and resumed; nobody restarts it or rolls it back meanwhile."""
    draw = world.draw
    spec = _with_selector(world, HELD) | {"replicas": draw.randint(1, 5)}
    spec |= draw.fields(0.3, minReadySeconds=(5, 30), progressDeadlineSeconds=(31, 90), revisionHistoryLimit=(0, 1))
    spec |= draw.fields(0.3, strategy=({"type": "Recreate"},))
    documents = [_workload(world, "apps/v1", "Deployment", HELD, spec, spec)]
    pauses = ("rolloutPause", "rolloutResume")
    return documents + timeline(world, "held", ("setImage", "scale", "delete", *pauses, *pauses))


def _probed(world: World) -> list[Document]:
    """A Deployment whose containers, and now and then a sidecar, have probes that fail, for a while or for ever."""
    draw = world.draw
    spec = _with_selector(world, "q0") | {"replicas": draw.randint(1, 4)} | draw.fields(0.3, minReadySeconds=(5,))
    template = spec["template"]
    pod_spec, notes = template["spec"], template["metadata"].setdefault("annotations", {})
    pod_spec["containers"][0]["image"] = draw.choice(world.texts)
    sidecars = [each for each in pod_spec.get("initContainers", ()) if "restartPolicy" in each]
    for container in [*sidecars, *pod_spec["containers"]]:
        probes = draw.some(("startupProbe", "readinessProbe", "livenessProbe"), 3, 1)
        for name in probes:
            container[name] = _probe(draw)
        for said, values in _SAID_OF_PROGRAMS.items():
            if draw.chance(0.3):
                notes[f"imagesim/{said}.{container['name']}"] = draw.choice(values)
    documents = [_workload(world, "apps/v1", "Deployment", "q0", spec, spec)]
    return documents + timeline(world, "probed", ("restart", "delete", "setImage", *_ROLLING))


def _probe(draw: Draw) -> Document:
    port = draw.choice((80, 80, 80, "nowhere"))
    fields = {"initialDelaySeconds": (1, 7, 30), "periodSeconds": (1, 3, 30), "failureThreshold": (1, 2)}
    return {"httpGet": {"port": port}, **draw.fields(0.5, **fields)}


_SAID_OF_PROGRAMS = {
    "starts-in": ("2s", "15s", "never"),
    "ready-after": ("5s", "40s", "never"),
    "live-for": ("3s", "30s", "5m"),
}


def _hooked(world: World) -> list[Document]:
    """A Deployment whose containers take their time to stop, and whose sandboxes are lost."""
    draw = world.draw
    spec = _with_selector(world, "g0") | {"replicas": draw.randint(1, 4)}
    pod_spec = spec["template"]["spec"] | draw.fields(0.4, terminationGracePeriodSeconds=(1, 5, 60))
    spec["template"]["spec"] = pod_spec
    grace = pod_spec.get("terminationGracePeriodSeconds", 30)
    for container in pod_spec["containers"]:
        if draw.chance(0.6):
            seconds = draw.choice((1, 10, 25))
            sleep: Document = {"sleep": {"seconds": seconds}}
            # No sleep may be longer than the grace period; of a command nobody knows that.
            hook = sleep if seconds < grace else {"exec": {"command": ["sleep", str(seconds)]}}
            container["lifecycle"] = {"preStop": hook}
    documents = [_workload(world, "apps/v1", "Deployment", "g0", spec, spec)]
    return documents + timeline(world, "hooked", ("loseSandbox", "delete", "restart", "setImage", "scale", "debug"))


def _tainted(world: World) -> list[Document]:
    """Nodes that are not for every pod, and a workload whose pods may run there, perhaps."""
    draw = world.draw
    kind = draw.choice(("Deployment", "Deployment", "DaemonSet"))
    spec = _with_selector(world, "t0", tolerant_template)
    spec |= {"replicas": draw.randint(1, 6)} if kind == "Deployment" else {}
    documents = [tainted_pool(world), _workload(world, "apps/v1", kind, "t0", spec, spec)]
    return documents + timeline(world, "tainted", ("taintNode", "taintNode", "delete", "cordon", "rolloutRestart"))


def _withdrawn(world: World) -> list[Document]:
    """A Deployment whose images are withdrawn, and pushed again."""
    spec = _with_selector(world, "y0") | {"replicas": world.draw.randint(1, 5)}
    documents = [_workload(world, "apps/v1", "Deployment", "y0", spec, spec)]
    return documents + timeline(world, "withdrawn", ("deleteTag", "deleteManifest", "push", "delete", "scale"))


def _loaded(world: World) -> list[Document]:
    """A Deployment of images that are put onto nodes, or are nowhere else, where runtimes restart."""
    draw = world.draw
    spec = _with_selector(world, "v0") | {"replicas": draw.randint(1, 6)}
    spec["template"]["spec"]["containers"][0]["image"] = draw.choice((LOCAL, draw.choice(world.texts)))
    documents = [loaded_pool(world), _workload(world, "apps/v1", "Deployment", "v0", spec, spec)]
    events = (*LOADED, *LOADED, "removeImage", "delete", "scale", "restart", "loseSandbox")
    return documents + timeline(world, "loaded", events)


def _moved(world: World) -> list[Document]:
    """A Deployment, and nodes to which all sorts of things happen."""
    spec = _with_selector(world, "m0") | {"replicas": world.draw.randint(1, 6)}
    documents = [pool_with_disks(world), _workload(world, "apps/v1", "Deployment", "m0", spec, spec)]
    return documents + timeline(world, "moved", (*MOVED, *MOVED, "delete", "restart", "setImage", "scale"))


def _partly_out(world: World) -> list[Document]:
    """A Deployment, while registries are late, slow, or fail in part."""
    spec = _with_selector(world, "z0") | {"replicas": world.draw.randint(1, 5)}
    documents = [_workload(world, "apps/v1", "Deployment", "z0", spec, spec)]
    return documents + timeline(world, "partly-out", ("partial outage", "partial outage", "delete", "scale"))


def _applied(world: World) -> list[Document]:
    """A workload whose manifest is changed and applied again and again, and one that comes that way."""
    draw = world.draw
    kind = draw.choice(("Deployment", "Deployment", "StatefulSet", "DaemonSet"))
    for name in ("a0", "a0", "a0", "a1"):
        spec = _with_selector(world, name) | {"minReadySeconds": draw.choice((0, 5))}
        spec |= {} if kind == "DaemonSet" else draw.fields(0.6, replicas=(0, 1, 2, 4))
        for container in spec["template"]["spec"]["containers"]:
            container |= draw.fields(0.3, imagePullPolicy=("Always", "IfNotPresent"))
        world.applied.append({"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": spec})
    first = world.applied[0]
    documents = [_workload(world, "apps/v1", kind, "a0", first["spec"], first["spec"])]
    events = ("apply", "apply", "apply", "setAdmission", "delete", "rolloutRestart", "restart")
    return documents + timeline(world, "applied", events)


def _applied_by_file(world: World) -> list[Document]:
    """A Deployment that comes, and is changed, by files and by the manifests of an event."""
    spec = _with_selector(world, "f0") | world.draw.fields(0.6, replicas=(0, 1, 4))
    world.applied.append({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "f0"}, "spec": spec})
    return timeline(world, "applied-by-file", ("file apply", "file apply", "apply"))


def _unpinned(world: World) -> list[Document]:
    """A Deployment while the webhook that pins digests is away, or is switched on and off."""
    spec = _with_selector(world, "u0") | {"replicas": world.draw.randint(1, 5)}
    documents = [_workload(world, "apps/v1", "Deployment", "u0", spec, spec)]
    away = ("webhookOutage", "webhookOutage", "setAdmission")
    return documents + timeline(world, "unpinned", (*away, "scale", "delete", "setImage", "push", *_ROLLING))


def _whole(world: World) -> list[Document]:
    """A Deployment whose registry ignores Range, where bodies break off, on nodes that would fetch layers in parts."""
    draw = world.draw
    registry: Document = {"ranges": False, "repositories": {"app": {"tags": {"v1": draw.choice(world.images)}}}}
    registry |= draw.fields(0.5, connection=("2MB/s", "10MB/s"), redirect=("blobs.example",))
    faults = [{"object": "blobs/*", "cutAt": draw.choice(("100", "2Mi")), "nth": nth} for nth in (2, 4, 5)]
    registry["faults"] = draw.some(faults, 3)
    world.pools["e8"] = draw.randint(1, 2)
    # Not 512 bytes, the least: what other registries have in 200 Mi would come in 400,000 requests, for minutes.
    transfer = draw.fields(0.7, concurrentLayerFetchBuffer=("512Ki", "1Mi", "8Mi"))
    pool = {"count": world.pools["e8"], "containerdVersion": draw.choice(("2.2", "2.3")), "labels": {"whole": "yes"}}
    spec = _with_selector(world, "x0") | {"replicas": draw.randint(1, 4)}
    pod_spec = spec["template"]["spec"]
    pod_spec["containers"][0]["image"] = "whole.example/app:v1"
    pod_spec |= draw.fields(0.6, nodeSelector=({"whole": "yes"},))
    documents = [
        world_document("Registry", "whole.example", registry),
        world_document("NodePool", "e8", pool | {"containerd": {"transfer": transfer}}),
        _workload(world, "apps/v1", "Deployment", "x0", spec, spec),
    ]
    return documents + timeline(world, "whole", ("delete", "scale", "restart", "removeImage", "rolloutRestart"))


def _spent(world: World) -> list[Document]:
    """A Deployment whose registry has a budget that others spend."""
    draw = world.draw
    limit = {"amount": draw.choice((2, 6)), "window": draw.choice(("30s", "5m")), "per": "registry"}
    registry = {"limits": [limit], "repositories": {"app": {"tags": {"v1": draw.choice(world.images)}}}}
    spec = _with_selector(world, "b0") | {"replicas": draw.randint(1, 5)}
    spec["template"]["spec"]["containers"][0]["image"] = f"{LIMITED}/app:v1"
    documents = [
        world_document("Registry", LIMITED, registry),
        _workload(world, "apps/v1", "Deployment", "b0", spec, spec),
    ]
    return documents + timeline(world, "spent", ("spendBudget", "spendBudget", "delete", "scale"))


def _now_and_then(world: World) -> list[Document]:
    """A Deployment to which things happen at times that a run's seed decides, and nodes that come and go."""
    draw = world.draw
    spec = _with_selector(world, "n0") | {"replicas": draw.randint(1, 5)}
    documents = [_workload(world, "apps/v1", "Deployment", "n0", spec, spec)]
    pool, mean = draw.choice(list(world.pools)), draw.choice(("20s", "90s", "10m"))
    push = {"push": {"image": draw.choice(world.texts), "to": draw.choice(world.images)}}
    processes = [
        {"name": "pushes", "every": mean, "do": push},
        {
            "name": "pods",
            "every": mean,
            "anyPodOf": "n0",
            "oneOf": [{"restart": {}}, {"delete": {}}, {"loseSandbox": {}}],
        },
        {"name": "nodes", "every": "5m", "anyNodeOf": pool, "oneOf": [{"removeNode": {}}, {"cordon": {}}]},
        {"name": "joins", "every": "5m", "from": "1m", "do": {"addNode": {"pool": pool}}},
    ]
    return [*documents, world_document("Timeline", "now-and-then", {"processes": draw.some(processes, 4, 1)})]


def _always(world: World) -> tuple[Document, Document]:
    return template(world, "Always")


def _with_selector(world: World, name: str, make: Callable[[World], tuple[Document, Document]] = _always) -> Document:
    labels = {"a": name}
    meta, pod_spec = make(world)
    return {
        "selector": {"matchLabels": dict(labels)},
        "template": {"metadata": {"labels": labels, **meta}, "spec": pod_spec},
    }


def _workload(
    world: World, api_version: str, kind: str, name: str, spec: Document, with_template: Document
) -> Document:
    names = tuple(each["name"] for each in with_template["template"]["spec"]["containers"])
    rolls = kind in ("Deployment", "StatefulSet", "DaemonSet")
    world.workloads.append(Workload(kind, name, names, rolls=rolls))
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, "spec": spec}


_ROLLING = ("rolloutRestart", "rolloutUndo")
_UPDATES = (
    {"type": "OnDelete"},
    {"rollingUpdate": {"maxUnavailable": 2}},
    {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
    {"rollingUpdate": {"maxSurge": "50%", "maxUnavailable": 0}},
)
_OF_STATEFUL_SETS = ({"type": "OnDelete"}, {"rollingUpdate": {"partition": 2}})

_PARTS: dict[str, tuple[float, Callable[[World], list[Document]]]] = {
    "Job": (0.15, _jobs),
    "CronJob": (0.05, _cron_jobs),
    "StatefulSet": (0.08, _stateful_sets),
    "DaemonSet": (0.12, _daemon_sets),
    "ReplicationController": (0.03, _replication_controllers),
    "roll-outs": (0.08, _roll_outs),
    "probed": (0.12, _probed),
    "jobs by index": (0.06, _jobs_by_index),
    "held": (0.06, _held),
    "hooked": (0.06, _hooked),
    "tainted": (0.08, _tainted),
    "withdrawn": (0.08, _withdrawn),
    "moved": (0.15, _moved),
    "partly out": (0.08, _partly_out),
    "applied": (0.06, _applied),
    "now and then": (0.06, _now_and_then),
    "spent": (0.06, _spent),
    "loaded": (0.1, _loaded),
    "applied by file": (0.04, _applied_by_file),
    "unpinned": (0.05, _unpinned),
    "whole": (0.05, _whole),
}
"""How often each kind comes, and what draws it. A new kind has a new name, and moves no other."""
