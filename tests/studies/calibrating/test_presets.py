"""What is written runs, and pulls take there what was measured."""

import pytest

import imagesim
from imagesim.scenarios.reading.documents import Document
from imagesim.studies.calibrating.calibration import calibrate_documents
from tests.studies.calibrating.clusters import MB, SIZES
from tests.studies.calibrating.events import event

DIGEST = "sha256:" + "ab" * 32


def _found(*values):
    return calibrate_documents([Document(value=value) for value in values])


def _measured():
    """Each image on three nodes alone, then on eight at once, of which the registry sends 200 MB/s in all."""
    values, now = [], 0.0
    for name, size in SIZES.items():
        for node in range(3):
            took = 1.0 + size / (50 * MB)
            values.append(event(f"r.example/team/{name}:v1", now + took, took, f"a{node}", size))
            now += 60
        took = 1.0 + size / (25 * MB)
        values += [event(f"r.example/team/{name}:v1", now + took, took, f"b{node}", size) for node in range(8)]
        now += 120
    return values


def test_it_runs_and_pulls_take_what_was_measured(tmp_path):
    (tmp_path / "preset.yaml").write_text(_found(*_measured()).documents())
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "p"},
        "spec": {"containers": [{"name": "c", "image": "r.example/team/middle:v1"}]},
    }
    result = imagesim.simulate(imagesim.load(tmp_path / "preset.yaml", pod))
    (pull,) = result.pulls.to_dict("records")
    assert pull["ended_s"] - pull["started_s"] == pytest.approx(1.0 + SIZES["middle"] / (50 * MB), rel=0.02)
    (pool,) = result.scenario.pools
    assert pool.count == 11


def test_each_value_says_how_sure_it_is():
    text = _found(*_measured()).documents()
    assert "  network: 50MB/s  # 50.0 MB/s  (" in text
    assert "  bandwidth: 200MB/s  # 200 MB/s  (" in text
    assert "  # or it is blobBandwidth: the pulls do not say which" in text
    assert "rms of the logarithmic errors 0.00" in text.splitlines()[0]


def test_what_is_not_known_is_not_written_as_if_it_were():
    together = [value for value in _measured() if value["source"]["host"].startswith("b")]
    text = _found(*together).documents()
    assert "; or the registry is the limit, which the events cannot tell" in text
    assert "\n  bandwidth:" not in text
    assert "  # bandwidth: no limit was seen; at least " in text


def test_a_name_by_digest_is_held_by_it(tmp_path):
    values = [event(f"r.example/a@{DIGEST}", 10, 2.0), event("r.example/a:v1", 50, 3.0, size=9 * MB)]
    text = _found(*values, event("localhost:5000/b", 90, 3.0, size=5 * MB)).documents()
    (tmp_path / "preset.yaml").write_text(text)
    scenario = imagesim.load(tmp_path / "preset.yaml")
    assert {image.digest for image in scenario.images} >= {DIGEST}
    assert {registry.host for registry in scenario.registries} == {"r.example", "localhost:5000"}


def test_a_pull_of_what_is_there_is_told_from_the_fixed_cost():
    found = _found(*_measured(), event("r.example/team/small:v1", 3000, 0.2, "a0", SIZES["small"]))
    assert "    beforeLayers: 800ms" in found.documents()
    assert "    resolve: 200ms" in found.documents()


def test_hostile_names_stay_on_their_line(tmp_path):
    values = _measured()
    for value in values:
        value["source"]["host"] += "\n---\nkind: Secret\x1b[31m"
    (tmp_path / "preset.yaml").write_text(_found(*values).documents())
    assert "\x1b" not in _found(*values).text()
    assert len(imagesim.load(tmp_path / "preset.yaml").pools) == 1
