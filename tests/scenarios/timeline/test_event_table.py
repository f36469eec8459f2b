"""The table of events: each event is one module, whole, and one handler of the same name."""

import dataclasses
from pathlib import Path

import pytest

import imagesim.scenarios.timeline.events as events
from imagesim.engine.fate.timeline import handlers
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.event_kind import EventKind
from imagesim.scenarios.timeline.event_table import EVENT_KINDS, kind_of
from imagesim.scenarios.timeline.presence import Presence
from imagesim.scenarios.values.scenario import Scenario

FOLDER = Path(events.__file__).parent

ALL = """apiVersion: imagesim/v1
kind: Registry
metadata: {name: reg.example}
spec:
  auth: basic
  users: [{name: ann, password: old}]
  access: [{repository: web, users: [ann]}]
  limits: [{amount: 1000, window: 1h, per: registry}]
  repositories: {web: {tags: {v1: web-a}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: web-a}
spec: {layers: [1Mi]}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: workers}
spec: {count: 2, disk: {size: 100Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'reg.example/web:v1'}]}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: t}
spec:
  events:
"""
WRITTEN = {
    "push": "{image: 'reg.example/web:v1', to: web-a}",
    "deleteTag": "{image: 'reg.example/web:v1'}",
    "deleteManifest": "{repository: reg.example/web, image: web-a}",
    "outage": "{registry: reg.example, for: 1m}",
    "spendBudget": "{registry: reg.example, requests: 10}",
    "scale": "{workload: web, replicas: 3}",
    "setImage": "{workload: web, image: 'reg.example/web:v1'}",
    "apply": "{manifests: [{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 2, "
    "selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: "
    "[{name: web, image: 'reg.example/web:v1', env: [{name: KEY, value: hush-0}]}]}}}}]}",
    "rolloutRestart": "{workload: web}",
    "rolloutUndo": "{workload: web}",
    "rolloutPause": "{workload: web}",
    "rolloutResume": "{workload: web}",
    "restart": "{target: web, pods: 1}",
    "loseSandbox": "{target: web, pods: 1}",
    "delete": "{target: web, over: 1m}",
    "debug": "{pod: web, image: 'reg.example/web:v1', name: debugger-1}",
    "createSecret": "{metadata: {name: login}, type: kubernetes.io/dockerconfigjson, "
    'stringData: {.dockerconfigjson: \'{"auths": {"reg.example": {"username": "ann", "password": "hush-1"}}}\'}}',
    "replaceSecret": "{metadata: {name: login}, type: kubernetes.io/dockerconfigjson, "
    'stringData: {.dockerconfigjson: \'{"auths": {"reg.example": {"username": "ann", "password": "hush-2"}}}\'}}',
    "deleteSecret": "{secret: default/login}",
    "replaceServiceAccount": "{metadata: {name: default}, imagePullSecrets: [{name: login}]}",
    "setPassword": "{registry: reg.example, user: ann, password: hush-3}",
    "setAdmission": "{plugins: [AlwaysPullImages]}",
    "webhookOutage": "{for: 10m}",
    "addNode": "{pool: workers}",
    "cordon": "{node: workers-1}",
    "uncordon": "{node: workers-1}",
    "taintNode": "{node: workers-1, taint: 'maintenance=soon:NoExecute'}",
    "removeNode": "{node: workers-1}",
    "restartKubelet": "{pool: workers, takes: 90s}",
    "rebootNode": "{node: workers-0}",
    "crashNode": "{node: workers-0, for: 10m}",
    "fillDisk": "{pool: workers, to: 90%, for: 1h}",
    "drain": "{node: workers-0}",
    "upgradeNode": "{pool: workers, kubernetesVersion: '1.34', containerdVersion: '2.0', every: 1m}",
    "replaceNode": "{pool: workers, every: 2m}",
    "removeImage": "{node: workers-0, image: 'reg.example/web:v1'}",
    "loadImage": "{pool: workers, image: 'web:dev', of: web-a}",
    "restartContainerd": "{pool: workers, takes: 7s}",
}
"""Every event once, in an order in which they can happen."""


def written(name: str) -> str:
    """The event of that name as YAML, with what says of a manifest what it is."""
    spec = WRITTEN[name]
    if name in ("createSecret", "replaceSecret"):
        return spec.replace("{metadata", "{apiVersion: v1, kind: Secret, metadata", 1)
    if name == "replaceServiceAccount":
        return spec.replace("{metadata", "{apiVersion: v1, kind: ServiceAccount, metadata", 1)
    return spec


@pytest.fixture(name="scenario")
def loaded_scenario(tmp_path: Path) -> Scenario:
    lines = [f"    - {{at: {at}m, {name}: {written(name)}}}\n" for at, name in enumerate(WRITTEN)]
    file = tmp_path / "world.yaml"
    file.write_text(ALL + "".join(lines))
    return load(file)


def test_every_event_of_the_table_is_tried_here():
    names = {kind.name for kind in EVENT_KINDS}
    assert names - set(WRITTEN) == set(), "write an example of each into WRITTEN of this file"
    assert set(WRITTEN) - names == set(), "the table of events has none of these"


def test_every_module_of_the_folder_stands_in_the_table():
    modules = {path.stem for path in FOLDER.glob("*/*.py")} - {"__init__"}
    assert {kind.value.__module__.rpartition(".")[2] for kind in EVENT_KINDS} == modules


@pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.name)
def test_an_event_is_whole_and_has_a_handler(kind: EventKind):
    module = kind.value.__module__
    assert (module, kind.read.__module__) == (module, module)
    assert dataclasses.is_dataclass(kind.value)
    assert kind.value in handlers()
    assert "".join(part.title() for part in module.rpartition(".")[2].split("_")) == kind.value.__name__
    assert kind.name == kind.value.__name__[0].lower() + kind.value.__name__[1:]


def test_every_event_reads_back_as_it_was_written(scenario: Scenario, tmp_path: Path):
    file = tmp_path / "saved.yaml"
    file.write_text(dump(scenario))
    assert load(file).timeline == scenario.timeline
    assert [kind_of(event).name for event in scenario.timeline] == list(WRITTEN)


def test_no_secret_of_an_event_is_told(scenario: Scenario):
    told = dump(scenario) + "".join(event.text() + repr(event) for event in scenario.timeline)
    assert "hush" not in told


def test_every_event_has_a_line_of_its_own(scenario: Scenario):
    lines = [event.text() for event in scenario.timeline]
    assert len(set(lines)) == len(lines)
    assert not any("\n" in line for line in lines)


def test_every_event_says_what_it_befalls_and_its_label_is_short(scenario: Scenario):
    for event in scenario.timeline:
        assert event.befalls, event
        assert 0 < len(event.short) <= 40
        assert "hush" not in event.short


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("apply", "apply web"),
        ("restart", "restart web"),
        ("rolloutUndo", "rollout undo web"),
        ("drain", "drain workers-0"),
        ("crashNode", "workers-0 crashes"),
        ("restartKubelet", "restart kubelets of all workers"),
        ("fillDisk", "disk of all workers to 90%"),
        ("loadImage", "load web:dev onto all workers"),
        ("replaceNode", "replace all workers"),
        ("upgradeNode", "workers: kubelet 1.34, containerd 2.0"),
    ],
)
def test_a_label_says_to_whom_it_happens(scenario: Scenario, name: str, label: str):
    assert [event.short for event in scenario.timeline if kind_of(event).name == name] == [label]


def test_secrets_and_nodes_come_and_go_in_the_order_of_time():
    presence = Presence([("shop", "login")], {"workers": 1})
    assert presence.create_secret("shop", "login") == (
        "Secret/shop/login is there already at that time",
        "use replaceSecret",
    )
    assert presence.delete_secret("shop", "login") is None
    assert presence.need_secret("shop", "login") == ("there is no Secret/shop/login at that time", "")
    assert presence.need_node("workers-1") is not None
    presence.add_nodes("workers", 2)
    assert presence.remove_node("workers-2") is None
    assert presence.need_node("workers-2") == ("there is no node workers-2 at that time", "did you mean workers-1?")
