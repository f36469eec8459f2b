import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from imagesim.scenarios.timeline.events.registries.outage import Outage
from imagesim.scenarios.timeline.events.registries.push import Push
from imagesim.scenarios.timeline.events.workloads.restart import Restart
from imagesim.scenarios.timeline.events.workloads.scale import Scale
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from imagesim.scenarios.values.scenario import Scenario

Write = Callable[..., Path]

EVERYTHING = """\
apiVersion: v1
kind: Pod
metadata: {name: job, labels: {on: 'yes', version: '1e3'}, annotations: {a: 'null', b: '<<'}}
spec:
  restartPolicy: OnFailure
  nodeName: spare-0
  nodeSelector: {disk: ssd}
  serviceAccountName: robot
  imagePullSecrets: [{name: key}]
  initContainers: [{name: i, image: 'nginx:latest'}, {name: s, image: sidecar, restartPolicy: Always}]
  containers: [{name: a, image: 'UPPER case', imagePullPolicy: Never}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: odd}
spec:
  replicas: 0
  paused: true
  minReadySeconds: 5
  strategy: {type: Recreate}
  selector: {matchExpressions: [{key: x, operator: DoesNotExist}]}
  template: {spec: {containers: [{name: a, image: b}]}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: spare}
spec: {count: 1, network: 333kB/s, labels: {disk: ssd}, prepulled: [nginx], pinned: [nginx],
  kubelet: {maxParallelImagePulls: 3, maxPods: 9}}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: hub}
spec:
  host: docker.io
  latency: 3.3ms
  repositories: {nginx: {tags: {latest: one, 1.20: one}, images: [two]}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: one}
spec: {layers: [{size: 1e3, digest: base}, 12345]}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: two}
spec: {digest: two, manifests: [{platform: linux/arm64, layers: []}]}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: t}
spec:
  events:
    - {at: 1.5s, push: {image: nginx, to: two}}
    - {at: 2m, outage: {registry: hub, for: 1h}}
    - {at: 2m, setImage: {workload: odd, image: '{"a": 1}'}}
    - {at: 150s, rolloutResume: {workload: odd}}
    - {at: 3m, rolloutRestart: {workload: odd}}
    - {at: 4m, restart: {target: odd, pods: 3, over: 100ms}}
    - {at: 5m, delete: {target: job}}
    - {at: 6m, scale: {workload: odd, replicas: 2}}
---
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: everything}
spec: {title: 'yes', question: '3', seed: 0, admission: [AlwaysPullImages],
  defaults: {imageSize: 7Mi, latency: 1s, bandwidth: 1Mbit/s}}
"""

SERVICE = """\
apiVersion: imagesim/v1
kind: Image
metadata: {name: web, annotations: {source: me}}
spec:
  digest: web
  indexSize: 1234
  manifests:
    - platform: linux/amd64
      diffIDs: 3
      layers: [{size: 30Mi, digest: b, files: 2000, diffID: raw, defect: wrong-diff-id}, 4Mi]
    - {platform: linux/arm/v7, layers: [30Mi], artifact: true}
    - {platform: unknown/unknown, layers: [1k]}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: one}
spec: {index: true, manifests: [{layers: [1Mi]}]}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: usual}
spec: {preset: typical}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: main}
spec:
  host: registry.example
  connection: 20MB/s
  tls: true
  head: without-digest
  redirect: cdn.example
  inside: false
  auth: bearer
  token: {host: auth.example, service: reg, post: 405, get: 503, lifetime: 5m}
  users: [{name: alice, password: secret1}]
  limits:
    - {preset: docker-hub, exempt: [alice]}
    - {amount: 0, window: 1.5s, counts: requests, per: registry, message: enough}
  faults:
    - {method: GET, object: blobs/b, nth: 2, from: 1m, until: 2m, status: 503, message: '', delay: 30ms}
    - {object: 'manifests/*', transport: tls-silent}
    - {cutAt: 0, silent: true, slow: 3MB/s, delay: 1s}
    - {corrupt: true, cutAt: 5M}
  repositories: {shop/web: {tags: {v1: web}}}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: cache.example:5000}
spec: {cache: {of: main, tagTTL: 10m, servesStale: false}, tls: false}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: workers}
spec:
  count: 2
  containerd: {maxConcurrentDownloads: 10, discardUnpackedLayers: true, useLocalImagePull: true,
    imagePullProgressTimeout: 0,
    transfer: {maxConcurrentDownloads: 5, maxConcurrentUnpacks: 2, concurrentLayerFetchBuffer: 1Mi}}
  pace: {preset: two-core-vm, connection: 50MB/s, unpack: unlimited, perFile: 1ms}
  disk: {size: 100Gi, used: 20Gi}
  nat: {name: a, bandwidth: 1Gbit/s}
  hosts:
    registry.example:
      server: http://cache.example:5000
      mirrors: [{host: 'https://m.example', capabilities: [resolve]}, {host: peers, peers: true}]
    _default: {mirrors: [{host: 'http://a.example:5000', capabilities: [pull]}]}
    docker.io: {server: registry-1.docker.io}
  kubelet:
    imageGCHighThresholdPercent: 70
    imageGCLowThresholdPercent: 0
    imageMinimumGCAge: 0s
    imageMaximumGCAge: 12h
    evictionHard: {imagefs.available: 12.5%, memory.available: 100Mi}
    evictionPressureTransitionPeriod: 1m30s
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: others}
spec: {disk: 50Gi, nat: {name: a, bandwidth: 125MB/s}, containerdVersion: "1.6",
  kubelet: {evictionHard: {nodefs.available: 10Gi}}}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {name: t}
spec:
  events:
    - {at: 1m, outage: {registry: main, for: 1m, status: 503}}
    - {at: 3m, outage: {registry: main, for: 1m, how: silent}}
"""


@pytest.mark.parametrize("name", shipped.names())
def test_a_shipped_scenario_that_is_saved_loads_to_an_equal_one(name: str, write: Write) -> None:
    scenario = load(name)
    assert load(write(dump(scenario))) == scenario


@pytest.mark.parametrize("text", [EVERYTHING, SERVICE], ids=["everything", "service"])
def test_everything_that_a_scenario_can_hold_survives_saving(write: Write, text: str) -> None:
    scenario = load(write(text))
    saved = dump(scenario)
    again = load(write(saved, "again.yaml"))
    assert again == scenario
    assert dump(again) == saved
    assert load(*scenario.documents) == scenario


def test_a_manifest_in_the_default_world_survives_saving(write: Write, deployment: str) -> None:
    scenario = load(write(deployment + "---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\n"))
    again = load(write(dump(scenario), "again.yaml"))
    assert again == scenario
    assert again.assumptions == scenario.assumptions
    assert again.not_modelled == scenario.not_modelled


def test_the_shipped_scenarios_are_listed_and_say_what_they_ask() -> None:
    assert {"digest-pinned", "mistyped-tag", "moved-tag", "pull-policy", "registry-outage"} <= set(shipped.names())
    for name in shipped.names():
        scenario = load(name)
        assert scenario.name == name
        assert scenario.title
        assert scenario.question.endswith("?")
        assert not scenario.not_modelled


def test_moved_tag_can_be_asked_for_another_policy_and_for_a_digest() -> None:
    scenario = load("moved-tag")
    path = "Deployment/shop/web:spec.template.spec.containers[0]"
    always = load("moved-tag", values={f"{path}.imagePullPolicy": "Always"})
    pinned = load(
        "moved-tag", values={f"{path}.image": load("digest-pinned").deployments[0].template.spec.containers[0].image}
    )
    assert [event.__class__ for event in scenario.timeline] == [Push, Scale, Restart]
    assert [each.deployments[0].template.spec.containers[0].image_pull_policy for each in (scenario, always)] == [
        "IfNotPresent",
        "Always",
    ]
    assert pinned.deployments == load("digest-pinned").deployments
    assert pinned.deployments[0].template.spec.containers[0].image.endswith(scenario.images[0].digest)


def test_the_outage_lasts_from_before_the_scale_up_until_ten_minutes_after_it() -> None:
    outage, scale = load("registry-outage").timeline
    assert isinstance(outage, Outage)
    assert isinstance(scale, Scale)
    assert outage.at_s < scale.at_s
    assert outage.at_s + outage.for_s == scale.at_s + 600


def test_the_mistyped_tag_does_not_exist() -> None:
    scenario = load("mistyped-tag")
    (event,) = scenario.timeline
    assert isinstance(event, SetImage)
    tags = [tag for _, tags in scenario.registries[0].repositories for tag, _ in tags]
    assert event.image.rpartition(":")[2] not in tags


def test_a_shipped_name_and_files_can_be_combined(write: Write, deployment: str) -> None:
    scenario = load("moved-tag", write(deployment.replace("name: web", "name: api", 1)))
    assert [each.name for each in scenario.deployments] == ["web", "api"]


def test_a_scenario_without_a_simulation_is_called_after_its_first_source(write: Write, deployment: str) -> None:
    assert load(write(deployment, "shop.yaml")).name == "shop"
    assert load(str(write(deployment, "folder/a.yaml").parent)).name == "folder"


def test_a_mistyped_name_gets_a_suggestion() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("moved-tga")
    assert (
        str(caught.value) == "'moved-tga' is neither a file or folder nor a shipped scenario; did you mean moved-tag?"
    )


def test_nothing_to_load_is_a_mistake() -> None:
    with pytest.raises(ScenarioError, match="there is nothing to load; name a file, a folder or a shipped scenario"):
        load()


def test_a_scenario_does_not_depend_on_the_hash_seed() -> None:
    code = "import imagesim; from imagesim.scenarios.saving import dump; print(dump(imagesim.load('moved-tag')))"
    texts = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert texts[0] == texts[1]


def test_a_loaded_scenario_is_a_value() -> None:
    assert isinstance(load("moved-tag"), Scenario)
    assert hash(load("moved-tag")) == hash(load("moved-tag"))
