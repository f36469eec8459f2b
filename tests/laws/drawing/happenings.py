"""What happens during a run: every kind of timeline event, at random times."""

from collections.abc import Sequence
from pathlib import Path

from tests.laws.drawing.draw import Document, World, world_document
from tests.laws.drawing.loaded import LOADED
from tests.laws.drawing.manifests import image_text, secret, service_account
from tests.laws.drawing.moved import MOVED
from tests.laws.drawing.registries import REGISTRY, USER
from tests.laws.drawing.tainted import taint

HELD = "h0"
"""The Deployment that is paused and resumed, where there is one."""

LIMITED = "limited.example"
"""The registry whose budget is spent, where there is one."""

_APPLIED = sorted((Path(__file__).parent / "applied").glob("*.yaml"))
"""Files of manifests."""

_WAYS = ("refused", "reset", "closed", "no-such-host", "dial-silent", "silent", "status")


def timeline(
    world: World, name: str = "t", kinds: Sequence[str] = (), many: Sequence[int] = (0, 1, 2, 4, 7)
) -> list[Document]:
    """The events, so *many* of them, in the order of their times; of these *kinds* only, if any are given."""
    events = [_event(world, kinds or _ALL) for _ in range(world.draw.choice(many))]
    events.sort(key=lambda event: int(event["at"].removesuffix("s")))
    events = _sensible(events, world)
    return [world_document("Timeline", name, {"events": events})] if events else []


def _sensible(events: list[Document], world: World) -> list[Document]:
    """Those that are about something that is there then."""
    nodes, secrets, paused = set(world.nodes()) - world.removed, set(world.secrets), set[str]()
    kept = []
    for event in events:
        kind, what = next((kind, what) for kind, what in event.items() if kind != "at")
        node = what.get("node")
        if node is not None and node not in nodes:
            continue
        if kind in ("removeNode", "replaceNode") or what.get("replace"):
            gone = {each for each in nodes if each == node or each.rpartition("-")[0] == what.get("pool")}
            nodes -= gone
            world.removed |= gone
        if kind in ("createSecret", "replaceSecret"):
            if (what["metadata"]["name"] in secrets) != (kind == "replaceSecret"):
                continue
            secrets.add(what["metadata"]["name"])
        if kind in ("rolloutPause", "rolloutResume"):
            if (what["workload"] in paused) != (kind == "rolloutResume"):
                continue
            paused ^= {what["workload"]}
        if kind == "deleteSecret":
            name = what["secret"].removeprefix("default/")
            if name not in secrets:
                continue
            secrets.remove(name)
        kept.append(event)
    return kept


def _event(world: World, kinds: Sequence[str]) -> Document:
    kind = world.draw.choice([kind for kind in kinds if _POSSIBLE[kind](world)])
    return {"at": world.moment(), kind.rpartition(" ")[2]: _KINDS[kind](world)}


def _outage(world: World) -> Document:
    draw = world.draw
    event: Document = {
        "registry": draw.choice([*world.hosts, "docker.io"]),
        "for": draw.choice(("1s", "20s", "90s", "10m")),
    }
    if draw.chance(0.7):
        event["how"] = draw.choice(_WAYS)
        if event["how"] == "status":
            event["status"] = draw.choice((401, 429, 500, 503))
    return event


def _partial_outage(world: World) -> Document:
    """An outage of a part of what a registry does."""
    draw = world.draw
    effect: Document = draw.choice(
        (
            {"status": 503},
            {"how": "silent"},
            {"how": "reset"},
            {"delay": "4s"},
            {"slow": "100kB/s"},
            {"delay": "1s", "status": 429},
        )
    )
    event = {"registry": draw.choice(world.hosts), "for": draw.choice(("20s", "90s", "10m")), **effect}
    return event | draw.fields(0.5, rate=(0.2, 0.7), repository=("app", "team/*"))


def _of_a_workload(world: World, **more: object) -> Document:
    return {"workload": world.draw.choice(world.workloads).name, **more}


def _set_image(world: World) -> Document:
    workload = world.draw.choice(world.workloads)
    return {
        "workload": workload.name,
        "container": world.draw.choice(workload.containers),
        "image": image_text(world),
    }


def _to_pods(world: World) -> Document:
    draw = world.draw
    if world.pods and draw.chance(0.3):
        return {"target": f"Pod/default/{draw.choice(world.pods)}"}
    return {
        "target": draw.choice(world.workloads).name,
        **draw.fields(0.5, pods=(1, 2), over=("0s", "10s", "2m")),
    }


def _delete_manifest(world: World) -> Document:
    draw = world.draw
    repository = draw.choice(world.texts).rpartition(":")[0]
    return {"repository": repository, "image": draw.choice(world.images)}


_KINDS = {
    "partial outage": _partial_outage,
    "spendBudget": lambda world: {"registry": LIMITED, **world.draw.fields(0.5, requests=(1, 3))},
    "deleteTag": lambda world: {"image": world.draw.choice(world.texts)},
    "deleteManifest": _delete_manifest,
    "push": lambda world: {"image": world.draw.choice(world.texts), "to": world.draw.choice(world.images)},
    "outage": _outage,
    "scale": lambda world: _of_a_workload(world, replicas=world.draw.randint(0, 8)),
    "setImage": _set_image,
    "apply": lambda world: {"manifests": [world.draw.choice(world.applied)]},
    "file apply": lambda world: {"file": str(world.draw.choice(_APPLIED))},
    "setAdmission": lambda world: {"plugins": world.draw.some(("AlwaysPullImages", "PinDigests", "PinPodDigests"), 2)},
    "webhookOutage": lambda world: {"for": world.draw.choice(("1s", "20s", "90s", "10m"))},
    "rolloutRestart": lambda world: {"workload": world.draw.choice(_rolling(world))},
    "rolloutUndo": lambda world: {"workload": world.draw.choice(_rolling(world))},
    "rolloutPause": lambda world: {"workload": HELD},
    "rolloutResume": lambda world: {"workload": HELD},
    "restart": _to_pods,
    "delete": _to_pods,
    "createSecret": lambda world: secret(world.draw, "made"),
    "replaceSecret": lambda world: secret(world.draw, world.draw.choice(world.secrets)),
    "deleteSecret": lambda world: {"secret": f"default/{world.draw.choice(world.secrets)}"},
    "replaceServiceAccount": service_account,
    "setPassword": lambda world: {"registry": REGISTRY, "user": USER, "password": world.draw.choice(("new", "right"))},
    "loseSandbox": _to_pods,
    "debug": lambda world: {"pod": world.draw.choice(world.workloads).name, "image": image_text(world)},
    "taintNode": lambda world: {"node": world.draw.choice(world.nodes()), "taint": taint(world.draw)},
    "addNode": lambda world: {"pool": world.draw.choice(list(world.pools)), "count": world.draw.randint(1, 2)},
    "cordon": lambda world: {"node": world.draw.choice(world.nodes())},
    "uncordon": lambda world: {"node": world.draw.choice(world.nodes())},
    "removeNode": lambda world: {"node": world.draw.choice(world.nodes())},
    "removeImage": lambda world: {"node": world.draw.choice(world.nodes()), "image": world.draw.choice(world.texts)},
    **MOVED,
    **LOADED,
}

_POSSIBLE = {
    **{kind: (lambda world: True) for kind in _KINDS},
    **{kind: (lambda world: bool(_rolling(world))) for kind in ("rolloutRestart", "rolloutUndo")},
    **{
        kind: (lambda world: bool(world.secrets)) for kind in ("replaceSecret", "deleteSecret", "replaceServiceAccount")
    },
    "setPassword": lambda world: bool(world.private),
}
_LATER = (
    "spendBudget", "partial outage", "deleteTag", "deleteManifest", "apply", "file apply", "setAdmission",
    "webhookOutage", "rolloutPause", "rolloutResume", "loseSandbox", "debug", "taintNode", *MOVED, *LOADED,
)  # fmt: skip
EVERY_KIND = tuple(_POSSIBLE)
_ALL = tuple(kind for kind in _POSSIBLE if kind not in _LATER)
"""What happens in any scenario; the others happen to what is drawn later, and so move nothing."""


def _rolling(world: World) -> list[str]:
    return [each.name for each in world.workloads if each.rolls]
