"""One node, a private image, and pods with and without something that could pull it."""

import json

from imagesim.engine.run import run
from imagesim.results.measures.unauthorised import unauthorised
from imagesim.scenarios.loading import load

IMAGE = "reg.test/a/app:v1"
POOL, REGISTRY = "NodePool/node", "Registry/reg.test"
POLICY = f"{POOL}:spec.kubelet.imagePullCredentialsVerificationPolicy"


def document(kind, name, **spec):
    """A world document."""
    return {"apiVersion": "imagesim/v1", "kind": kind, "metadata": {"name": name}, "spec": spec}


def logins(user, password):
    """A docker config with one login."""
    return {"auths": {"reg.test": {"username": user, "password": password}}}


def secret(namespace, user="alice", password="apple", name="login"):
    """A pull secret."""
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": namespace},
        "type": "kubernetes.io/dockerconfigjson",
        "stringData": {".dockerconfigjson": json.dumps(logins(user, password))},
    }


def pod(namespace, name="app", *, secrets=(), image=IMAGE, policy="IfNotPresent", **spec):
    """A pod with one container."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {
            "containers": [{"name": "app", "image": image, "imagePullPolicy": policy}],
            "imagePullSecrets": [{"name": each} for each in secrets],
            **spec,
        },
    }


# Tenant a's pod is there from the start; whoever else comes later is a static pod of a node that joins, or a second
# container: so the others wait for the image in an init container that runs for a minute.
def late(namespace, **rest):
    made = pod(namespace, **rest)
    made["metadata"]["annotations"] = {"imagesim/runs-for.wait": "60s"}
    made["spec"]["initContainers"] = [{"name": "wait", "image": "public.test/wait:v1"}]
    return made


def world(*manifests, version="1.34", events=(), node=None, registry=None):
    """The documents of one node, the registry and the manifests."""
    return [
        document("Simulation", "uses", duration="10m", kubernetesVersion=version),
        document(
            "Registry",
            "reg.test",
            auth="basic",
            users=[{"name": "alice", "password": "apple"}, {"name": "bob", "password": "pear"}],
            access=[{"repository": "a/*", "users": ["alice"]}],
            repositories={"a/app": {"tags": {"v1": "app"}}, "open/app": {"tags": {"v1": "app"}}},
            **(registry or {}),
        ),
        document("Image", "app", layers=["30Mi"]),
        document("NodePool", "node", count=1, **(node or {})),
        *([document("Timeline", "timeline", events=list(events))] if events else []),
        *manifests,
    ]


A = (secret("a"), pod("a", secrets=["login"]))


def ran(*manifests, values=None, **rest):
    """What a run of that world wrote."""
    return run(load(*world(*manifests, **rest), values=values))


def uses(*manifests, values=None, **rest):
    """What the measure says of a run of that world."""
    return unauthorised(ran(*manifests, values=values, **rest))
