"""Linux images on Windows nodes: they do not even get there."""

import imagesim

WORLD = """
apiVersion: imagesim/v1
kind: Simulation
metadata: {name: windows}
spec: {duration: 5m}
---
apiVersion: imagesim/v1
kind: Image
metadata: {name: web}
spec: {layers: [10Mi]}
---
apiVersion: imagesim/v1
kind: Registry
metadata: {name: hub}
spec: {host: docker.io, repositories: {library/web: {tags: {"1": web}}}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {name: nodes}
spec: {count: 1, platform: windows/amd64}
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: web, image: "web:1"}]}
"""


def test_a_linux_image_on_a_windows_node_is_an_err_image_pull_and_no_crash(tmp_path):
    (tmp_path / "world.yaml").write_text(WORLD)
    result = imagesim.simulate(imagesim.load(tmp_path / "world.yaml"))
    states = [row.reason for row in result.records.states]
    assert states[:3] == ["ContainerCreating", "ErrImagePull", "ImagePullBackOff"]
    assert {row.outcome for row in result.records.pulls} == {"Failed"}
    assert all("hcsshim::ProcessBaseLayer" in row.error for row in result.records.pulls)
