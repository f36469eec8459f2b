"""A pod spec of which a test writes the part that it is about."""

import yaml

from imagesim.rules.api.objects import PodSpec
from imagesim.scenarios.loading import load
from imagesim.scenarios.manifests.pod_spec import write_pod_spec
from imagesim.scenarios.values.scenario import Scenario

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers: [{name: c, image: 'i:1'%s}]\n  %s\n"


def read_spec(fields: str = "", container: str = "") -> PodSpec:
    """The spec as it is read; *container* is put into its one container."""
    return scenario(fields, container).pods[0].spec


def scenario(fields: str = "", container: str = "", *others: str) -> Scenario:
    """The scenario of such a pod and other documents."""
    pod = POD % (f", {container}" if container else "", fields)
    return load(*(yaml.safe_load(text) for text in (pod, *others)))


def round_trip(spec: PodSpec) -> PodSpec:
    """The spec as it is read after it was written."""
    document = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": write_pod_spec(spec)}
    return load(document).pods[0].spec
