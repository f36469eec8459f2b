"""Records made by hand: a Deployment whose tag moves, and an outage in which it is scaled up.

0 s     three pods of Deployment/web, image nginx:1.27, each on its own node
60 s    somebody pushes another image over the tag
100 s   web-b restarts (policy IfNotPresent: same version)
200 s   docker.io stops to answer, for 400 s
210 s   the Deployment is scaled to five; web-d and web-e land on new nodes, and their pulls fail
600 s   the registry is back; web-d recovers, web-e does not before the end at 700 s
"""

from dataclasses import replace
from types import SimpleNamespace

from imagesim.engine.object_history import ObjectHistory
from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import (
    Disturbance,
    EventRecord,
    PodRecord,
    PullRecord,
    RequestRecord,
    RunningRecord,
    StateRecord,
    TagRecord,
)
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container, PodSpec

WEB = ObjectName("Deployment", "shop", "web")
IMAGE = "nginx:1.27"
OLD, NEW = "sha256:" + "a1b2c3d4" * 8, "sha256:" + "f0e1d2c3" * 8
REFUSED = 'failed to pull and unpack image "docker.io/library/nginx:1.27": dial tcp 203.0.113.9:443: connection refused'


def pull(pod, queued_s, started_s, ended_s, outcome="Pulled", **fields):
    """A pull of container `app` of *pod*; other fields as given."""
    failed = outcome == "Failed"
    row = {
        "pull_id": 1,
        "node": f"node-{pod[-1]}",
        "namespace": "shop",
        "pod": pod,
        "container": "app",
        "image": IMAGE,
        "policy": "IfNotPresent",
        "attempt": 1,
        "digest": "" if failed else OLD,
        "platform": "linux/amd64",
        "queued_s": queued_s,
        "started_s": started_s,
        "ended_s": ended_s,
        "bytes_fetched": 0 if failed else 50_000_000,
        "bytes_reused": 0,
        "layers_fetched": 0 if failed else 3,
        "layers_reused": 0,
        "requests": 1 if failed else 6,
        "outcome": outcome,
        "error": REFUSED if failed else "",
        "credential": "",
        "backoff_until_s": None,
    }
    return PullRecord(**{**row, **fields})


def pod(name, created_s=0.0, ready_s=None, **fields):
    """A pod of Deployment/web with one container `app`."""
    row = {
        "namespace": "shop",
        "pod": name,
        "uid": f"uid-{name}",
        "workload": WEB,
        "node": f"node-{name[-1]}",
        "created_s": created_s,
        "scheduled_s": created_s,
        "ready_s": ready_s,
        "deleted_s": None,
        "phase": "Pending" if ready_s is None else "Running",
        "restarts": 0,
        "containers": ("app",),
    }
    return PodRecord(**{**row, **fields})


def state(pod, started_s, ended_s, state, reason="", **fields):
    """What the API showed of container `app` of *pod*."""
    row = {
        "namespace": "shop",
        "pod": pod,
        "container": "app",
        "node": f"node-{pod[-1]}",
        "started_s": started_s,
        "ended_s": ended_s,
        "state": state,
        "reason": reason,
        "image": IMAGE,
        "digest": OLD if state == "Running" else "",
        "message": "",
        "workload": WEB,
        "ready": state == "Running",
        "started": state == "Running",
    }
    return StateRecord(**{**row, **fields})


def running(pod, started_s, ended_s, digest=OLD, **fields):
    """Container `app` of *pod* really ran."""
    row = {
        "namespace": "shop",
        "workload": WEB,
        "pod": pod,
        "container": "app",
        "node": f"node-{pod[-1]}",
        "image": IMAGE,
        "digest": digest,
        "started_s": started_s,
        "ended_s": ended_s,
        "written_image": fields.get("image", IMAGE),
        "exit_code": None if ended_s is None else 1,
    }
    return RunningRecord(**{**row, **fields})


def event(time_s, pod, type_, reason, message, count=1):
    return EventRecord(time_s, "shop", ObjectName("Pod", "shop", pod), type_, reason, message, count)


OUTAGE = Disturbance("outage of docker.io", "outage", "docker.io", 200.0, 600.0)


def moved_tag_and_outage():
    """The story at the top of this module."""
    web = ("web-a", "web-b", "web-c")
    records = RecordBook(seed=7, disturbances=[OUTAGE])
    records.tags = [
        TagRecord(0.0, "docker.io", "library/nginx", "1.27", OLD),
        TagRecord(60.0, "docker.io", "library/nginx", "1.27", NEW),
    ]
    records.pods = [pod(name, 0.0, 6.5) for name in web[:1] + web[2:]]
    records.pods.insert(1, pod("web-b", 0.0, 6.5, restarts=1))
    records.pods += [pod("web-d", 210.0, 621.5), pod("web-e", 210.0)]
    records.pulls = [pull(name, 0.0, 0.25, 5.5) for name in web]
    records.pulls += [
        pull("web-b", 101.0, 101.0, 101.0, "AlreadyPresent", attempt=0, bytes_fetched=0, layers_fetched=0, requests=0),
        pull("web-d", 210.0, 210.0, 211.0, "Failed", backoff_until_s=221.0),
        pull("web-e", 210.0, 210.0, 211.0, "Failed", backoff_until_s=221.0),
        pull("web-d", 400.0, 400.0, 401.0, "Failed", attempt=2, backoff_until_s=601.0),
        pull("web-e", 420.0, 420.0, 421.0, "Failed", attempt=2, backoff_until_s=721.0),
        pull("web-d", 612.0, 614.0, 620.0, attempt=3, digest=NEW, bytes_reused=20_000_000, layers_reused=1),
    ]
    records.pulls = [row._replace(pull_id=number) for number, row in enumerate(records.pulls, start=1)]
    states = [state(name, 0.0, 6.5, "Waiting", "ContainerCreating") for name in web]
    states += [
        state("web-a", 6.5, None, "Running"),
        state("web-b", 6.5, 100.5, "Running"),
        state("web-c", 6.5, None, "Running"),
        state("web-b", 100.5, 101.5, "Terminated", "Error"),
        state("web-b", 101.5, None, "Running"),
    ]
    for name, ready_s in (("web-d", 621.5), ("web-e", None)):
        states += [
            state(name, 210.0, 212.0, "Waiting", "ContainerCreating"),
            state(name, 212.0, 225.0, "Waiting", "ErrImagePull", message=REFUSED),
            state(name, 225.0, ready_s, "Waiting", "ImagePullBackOff", message=f"Back-off pulling image: {REFUSED}"),
        ]
    for row in (*states, state("web-d", 621.5, None, "Running", digest=NEW)):
        whose = row.namespace, row.pod, row.container, row.node, row.workload
        shown = row.state, row.reason, row.image, row.digest, row.message, row.exit_code, row.ready, row.started
        records.states.add(whose, row.started_s, row.ended_s, shown)
    records.running = [
        running("web-a", 5.5, None),
        running("web-b", 5.5, 100.0),
        running("web-c", 5.5, None),
        running("web-b", 101.0, None),
        running("web-d", 620.0, None, NEW),
    ]
    for row in (
        event(0.0, "web-a", "Normal", "Scheduled", "Successfully assigned shop/web-a to node-a"),
        event(0.0, "web-a", "Normal", "Pulling", 'Pulling image "nginx:1.27"'),
        event(210.0, "web-e", "Normal", "Scheduled", "Successfully assigned shop/web-e to node-e"),
        event(210.0, "web-e", "Normal", "Pulling", 'Pulling image "nginx:1.27"'),
        event(211.0, "web-e", "Warning", "Failed", f'Failed to pull image "nginx:1.27": {REFUSED}'),
        event(212.0, "web-e", "Normal", "BackOff", 'Back-off pulling image "nginx:1.27"'),
        event(420.0, "web-e", "Normal", "Pulling", 'Pulling image "nginx:1.27"', 2),
        event(640.0, "web-e", "Normal", "BackOff", 'Back-off pulling image "nginx:1.27"', 25),
    ):
        records.events.add(row.time_s, row.object, (row.type, row.reason, row.message), row.count)
    records.requests = [
        RequestRecord(0.3, "node-a", "registry-1.docker.io", "HEAD", "manifests/1.27", 200, 0),
        RequestRecord(0.5, "node-a", "registry-1.docker.io", "GET", "blobs/sha256:1", 200, 50_000_000),
    ]
    return records.close(700.0)


def with_history(records):
    """The same records with the history of objects that their pods must have had."""
    rows = sorted(row for place, one in enumerate(records.pods) for row in _rows(place, one))
    env, objects = SimpleNamespace(now=0.0), ObjectHistory()
    write = objects.writer(env)
    for version, (time_s, place, _, verb, change) in enumerate(rows, start=1):
        one = records.pods[place]
        env.now = time_s
        name = ObjectName("Pod", one.namespace, one.pod)
        write(verb, SimpleNamespace(object_name=name, uid=one.uid, generation=1, resource_version=version), change)
    return replace(records, objects=objects)


def _rows(place, one):
    """The history of one pod: time, the pod's place, an order within an instant, verb, change."""
    init = tuple(_container(name, "Always" if name in one.sidecars else "") for name in one.init_containers)
    spec = PodSpec(containers=tuple(_container(name) for name in one.containers), init_containers=init)
    yield one.created_s, place, 0, "create", (("spec", spec),)
    if one.scheduled_s is not None and one.node:
        yield one.scheduled_s, place, 1, "bind", (("node", one.node),)
    ready = one.ready_s is not None
    status = (("phase", one.phase), ("ready", ready), ("restarts", one.restarts), ("reason", one.reason))
    yield one.ready_s if ready else one.created_s, place, 2, "status", status
    if one.deletion_s is not None:
        yield one.deletion_s, place, 3, "delete", (("deletion_s", one.deletion_s),)
    if one.deleted_s is not None:
        yield one.deleted_s, place, 4, "remove", ()


def _container(name, restart_policy=""):
    return Container(name=name, image=IMAGE, image_pull_policy="IfNotPresent", restart_policy=restart_policy)
