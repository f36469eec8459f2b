"""What a scenario without a title is called."""

from pathlib import Path

import imagesim

DEPLOYMENT = """apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}}}
spec:
  {replicas}
  selector: {{matchLabels: {{app: x}}}}
  template:
    metadata: {{labels: {{app: x}}}}
    spec: {{containers: [{{name: c, image: nginx}}]}}
---
"""


def test_it_counts_workloads_pods_and_nodes_and_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "dump.yaml"
    many = [DEPLOYMENT.format(kind="Deployment", name=f"d{number}", replicas="replicas: 600") for number in range(2)]
    path.write_text("".join(many) + DEPLOYMENT.format(kind="DaemonSet", name="s", replicas=""))
    title = "2 Deployments, 1 DaemonSet, 1,203 pods on 3 nodes, from dump.yaml"
    scenario = imagesim.load(path)
    assert scenario.title == title
    assert imagesim.load(*scenario.documents).title == title


def test_a_simulation_has_the_title_that_it_gives_itself() -> None:
    simulation = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "mine"}}
    assert imagesim.load(simulation).title == ""
    assert imagesim.load({**simulation, "spec": {"title": "Mine"}}).title == "Mine"


def test_what_comes_from_no_file_says_so_by_silence() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}}
    spec = {"containers": [{"name": "c", "image": "nginx"}]}
    assert imagesim.load({**pod, "spec": spec}).title == "1 pod on 3 nodes"
