"""An image of Docker's schema 1, which old versions of containerd pull and new ones refuse."""

import pytest

from imagesim.results.result import Result, simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.saving import dump

SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+prettyjws"
HEAD = {"apiVersion": "imagesim/v1"}


def pulled(version: str, tmp_path) -> Result:
    manifest = {"mediaType": SCHEMA_1, "layers": ["5Mi"]}
    spec = {"repositories": {"old": {"tags": {"1": "old"}}}}
    container = {"name": "c", "image": "r.example/old:1"}
    scenario = load(
        {
            **HEAD,
            "kind": "Simulation",
            "metadata": {"name": "s"},
            "spec": {"duration": "9s", "containerdVersion": version},
        },
        {**HEAD, "kind": "Image", "metadata": {"name": "old"}, "spec": {"manifests": [manifest]}},
        {**HEAD, "kind": "Registry", "metadata": {"name": "r.example"}, "spec": spec},
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [container]}},
    )
    saved = tmp_path / "saved.yaml"
    saved.write_text(dump(scenario), encoding="utf-8")
    assert load(saved).images == scenario.images
    return simulate(scenario)


@pytest.mark.parametrize("version", ["1.6", "1.7"])
def test_versions_before_2_0_pull_it(version, tmp_path):
    assert [row.outcome for row in pulled(version, tmp_path).records.pulls] == ["Pulled"]


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.3"])
def test_later_ones_refuse_it_after_the_first_request(version, tmp_path):
    records = pulled(version, tmp_path).records
    assert records.pulls[0].outcome == "Failed"
    assert "no longer supported" in records.pulls[0].error
    assert [(row.method, row.object, row.status) for row in records.requests] == [("HEAD", "manifests/1", 200)]
