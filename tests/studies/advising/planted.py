"""One fault of each kind, planted in the clean bundle: by rule what is changed, and where the finding has to be."""

import json
from collections.abc import Callable
from typing import NamedTuple

from tests.studies.advising.clean import AUTHS, BIG, WEB, Json, deployment, manifest, of, pod_spec, secret, world

Plant = Callable[[list[Json]], None]


class Planted(NamedTuple):
    """What is done to the documents, and object and field of the one finding that comes of it."""

    plant: Plant
    object: str
    field: str = ""


_IMAGE = "spec.template.spec.containers[0].image"
_POLICY = "spec.template.spec.containers[0].imagePullPolicy"


def _image(image: str, policy: str = "") -> Plant:
    def plant(documents: list[Json]) -> None:
        container = pod_spec(documents)["containers"][0]
        container["image"] = image
        if policy:
            container["imagePullPolicy"] = policy

    return plant


def _policy_of_another_tag(documents: list[Json]) -> None:
    """As a dump has it: kubectl applied no policy; the server filled in Always for latest, before set image."""
    web = of(documents, "Deployment/web")
    applied = json.loads(json.dumps(web))
    web["metadata"]["annotations"] = {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(applied)}
    web["metadata"]["uid"] = "0c8e1b0a-0000-4000-8000-000000000001"
    pod_spec(documents)["containers"][0] |= {"image": "registry.example/shop/web:v1.0.0", "imagePullPolicy": "Always"}


def _set_image(documents: list[Json]) -> None:
    event = {"at": "5m", "setImage": {"workload": "Deployment/shop/web", "image": "registry.example/shop/web:latest"}}
    documents.append(world("Timeline", "timeline", {"events": [event]}))


def _secret_elsewhere(documents: list[Json]) -> None:
    of(documents, "Secret/regcred")["metadata"]["namespace"] = "tools"
    documents.remove(of(documents, "CronJob/nightly"))


def _secret_missing(documents: list[Json]) -> None:
    pod_spec(documents)["imagePullSecrets"].append({"name": "nowhere"})


def _secret_type(documents: list[Json]) -> None:
    documents.append(manifest("Secret", "shop", "opaque", type="Opaque", stringData={"password": "x"}))
    pod_spec(documents)["imagePullSecrets"].append({"name": "opaque"})


def _secret_unreadable(documents: list[Json]) -> None:
    documents.append(secret("shop", "broken", {"auths": {"registry.example": {"auth": "%%%"}}}))
    pod_spec(documents)["imagePullSecrets"].append({"name": "broken"})


def _account(documents: list[Json]) -> None:
    account = manifest("ServiceAccount", "shop", "default", imagePullSecrets=[{"name": "regcred"}, {"name": "hub"}])
    documents += [account, secret("shop", "hub", {"auths": {"docker.io": {"username": "a", "password": "b"}}})]
    pod_spec(documents, "CronJob/nightly")["serviceAccountName"] = "batch"
    documents.append(manifest("ServiceAccount", "shop", "batch"))


def _key(key: str) -> Plant:
    def plant(documents: list[Json]) -> None:
        login = AUTHS["auths"]["registry.example"]
        documents.append(secret("shop", "other", {"auths": {key: login}}))
        pod_spec(documents)["imagePullSecrets"].append({"name": "other"})

    return plant


def _hub_key(documents: list[Json]) -> None:
    documents.append(
        secret("shop", "hub", {"auths": {"https://index.docker.io/v1": {"username": "a", "password": "b"}}})
    )
    documents.append(deployment("shop", "hub", f"nginx@{WEB}", imagePullSecrets=[{"name": "hub"}]))


def _node_key(documents: list[Json]) -> None:
    config = {"auths": {"registry.example:443": {"username": "a", "password": "b"}}}
    of(documents, "NodePool/amd")["spec"]["credentials"] = {"config": config}


def _empty_login(documents: list[Json]) -> None:
    documents.append(secret("shop", "empty", {"auths": {"registry.example": {}}, "credsStore": "desktop"}))
    pod_spec(documents)["imagePullSecrets"].append({"name": "empty"})


def _no_login(documents: list[Json]) -> None:
    documents.append(deployment("other", "guest", f"registry.example/shop/web@{WEB}"))


def _one_platform(documents: list[Json]) -> None:
    of(documents, "Image/web")["spec"] = {"digest": WEB, "manifests": [{"platform": "linux/amd64", "layers": ["30Mi"]}]}


def _only_on_node(documents: list[Json]) -> None:
    name = "registry.example/shop/local:v1.0.0"
    of(documents, "NodePool/amd")["spec"]["prepulled"] = [name]
    pod_spec(documents)["containers"][0] |= {"image": name, "imagePullPolicy": "Always"}


def _never(documents: list[Json]) -> None:
    pod_spec(documents)["containers"][0]["imagePullPolicy"] = "Never"


def _large(documents: list[Json]) -> None:
    documents.append(
        deployment("shop", "model", f"registry.example/open/big@{BIG}", nodeSelector={"kubernetes.io/arch": "arm64"})
    )


def _many(documents: list[Json]) -> None:
    of(documents, "NodePool/amd")["spec"]["kubelet"] = {"serializeImagePulls": False}
    of(documents, "Deployment/web")["spec"]["replicas"] = 60


def _hub(documents: list[Json]) -> None:
    of(documents, "NodePool/amd")["spec"] |= {"count": 60, "nat": {"name": "office"}}
    documents.append(manifest("DaemonSet", "shop", "agent", spec=_daemon(f"nginx@{WEB}")))


def _daemon(image: str) -> Json:
    labels = {"app": "agent"}
    pod = {"nodeSelector": {"kubernetes.io/arch": "amd64"}, "containers": [{"name": "main", "image": image}]}
    return {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}}


def _mirror(documents: list[Json]) -> None:
    hosts = {"registry.example": {"mirrors": [{"host": "mirror.example", "capabilities": ["pull"]}]}}
    of(documents, "NodePool/amd")["spec"]["hosts"] = hosts
    pod_spec(documents)["containers"][0] |= {"image": "registry.example/shop/web:v1.0.0", "imagePullPolicy": "Always"}


def _volume(documents: list[Json]) -> None:
    of(documents, "Simulation/clean")["spec"]["kubernetesVersion"] = "1.35"
    image = {"reference": f"registry.example/shop/web@{WEB}", "pullPolicy": "Always"}
    pod_spec(documents)["volumes"] = [{"name": "model", "image": image}]


def _no_deadline(documents: list[Json]) -> None:
    del of(documents, "CronJob/nightly")["spec"]["jobTemplate"]["spec"]["activeDeadlineSeconds"]


PLANTED: dict[str, list[Planted]] = {
    "invalid-name": [Planted(_image("registry.example/shop/Web:v1"), "Deployment/shop/web", _IMAGE)],
    "latest-tag": [
        Planted(_image("registry.example/shop/web:latest"), "Deployment/shop/web", _IMAGE),
        Planted(_image("registry.example/shop/web"), "Deployment/shop/web", _IMAGE),
    ],
    "latest-not-followed": [
        Planted(_image("registry.example/shop/web:latest", "IfNotPresent"), "Deployment/shop/web", _POLICY)
    ],
    "mutable-tag": [
        Planted(_image("registry.example/shop/web:v1"), "Deployment/shop/web", _IMAGE),
        Planted(_image("registry.example/shop/web:v1.0.0"), "Deployment/shop/web", _IMAGE),
    ],
    "policy-frozen": [
        Planted(_policy_of_another_tag, "Deployment/shop/web", _POLICY),
        Planted(_set_image, "Timeline/timeline", "spec.events[0].setImage"),
    ],
    "digest-with-always": [
        Planted(_image(f"registry.example/shop/web:latest@{WEB}"), "Deployment/shop/web", _IMAGE),
        Planted(_image(f"registry.example/shop/web@{WEB}", "Always"), "Deployment/shop/web", _POLICY),
    ],
    "secret-elsewhere": [Planted(_secret_elsewhere, "Deployment/shop/web", "spec.template.spec.imagePullSecrets[0]")],
    "secret-missing": [Planted(_secret_missing, "Deployment/shop/web", "spec.template.spec.imagePullSecrets[1]")],
    "secret-type": [
        Planted(_secret_type, "Secret/shop/opaque", "type"),
        Planted(_secret_unreadable, "Secret/shop/broken", "type"),
    ],
    "account-secrets-unused": [Planted(_account, "Deployment/shop/web", "spec.template.spec.imagePullSecrets")],
    "key-never-fits": [
        Planted(_key("registry.example:443"), "Secret/shop/other"),
        Planted(_key("*example"), "Secret/shop/other"),
        Planted(_key("registry.example/v1"), "Secret/shop/other"),
        Planted(_key("https://registry.example:5000"), "Secret/shop/other"),
        Planted(_hub_key, "Secret/shop/hub"),
        Planted(_node_key, "NodePool/amd"),
    ],
    "login-without-user": [Planted(_empty_login, "Secret/shop/empty")],
    "verification-on-upgrade": [Planted(_no_login, "Deployment/other/guest", _IMAGE)],
    "platform-missing": [Planted(_one_platform, "Deployment/shop/web", _IMAGE)],
    "architecture-in-name": [
        Planted(_image(f"quay.io/shop/web-amd64@{WEB}"), "Deployment/shop/web", _IMAGE),
        Planted(_image(f"arm64v8/nginx@{WEB}"), "Deployment/shop/web", _IMAGE),
    ],
    "only-on-node": [
        Planted(_only_on_node, "Deployment/shop/web", _IMAGE),
        Planted(_image(f"localhost/web@{WEB}"), "Deployment/shop/web", _IMAGE),
    ],
    "gc-takes-never": [Planted(_never, "Deployment/shop/web", _POLICY)],
    "serial-pulls": [Planted(_large, "Deployment/shop/model", _IMAGE)],
    "pull-qps": [Planted(_many, "NodePool/amd", "spec.kubelet")],
    "anonymous-budget": [Planted(_hub, "DaemonSet/shop/agent", _IMAGE)],
    "mirror-without-tags": [Planted(_mirror, "NodePool/amd", "spec.hosts[registry.example]")],
    "image-volume-always": [Planted(_volume, "Deployment/shop/web", "spec.template.spec.volumes[0].image.reference")],
    "job-without-deadline": [Planted(_no_deadline, "CronJob/shop/nightly", "spec.jobTemplate.spec")],
}
"""By rule. A plant may be a fault of other kinds too; it is one of this kind, once."""
