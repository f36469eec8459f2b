"""The three-way merge: what each of the three manifests decides, and what kubectl made of drawn ones.

The recorded rows are from kubectl 1.32.4: `kubectl apply` sent its patch to a server that held one Deployment, and
`kubectl patch --local` put that patch into effect.
"""

import copy
import json
from pathlib import Path

import pytest

from imagesim.rules.kubectl.apply.three_way import three_way_merge

RECORDED = [json.loads(line) for line in (Path(__file__).parent / "kubectl-1.32.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("row", RECORDED, ids=range(len(RECORDED)))
def test_agrees_with_what_kubectl_made_of_it(row) -> None:
    three = row["last_applied"] or {}, row["live"], row["manifest"]
    before = copy.deepcopy(three)
    assert three_way_merge(*three) == row["merged"]
    assert three == before, "none of the three is changed"


CASES = [
    ("what is named is set", {}, {"a": 1}, {"a": 2}, {"a": 2}),
    ("what nobody named stays", {}, {"a": 1}, {}, {"a": 1}),
    ("what is named no more goes", {"a": 1}, {"a": 5}, {}, {}),
    ("null deletes", {}, {"a": 1}, {"a": None}, {}),
    ("what is not there and null is not made", {}, {}, {"a": None}, {}),
    ("a mapping is merged", {"m": {"a": 1}}, {"m": {"a": 1, "b": 2}}, {"m": {"c": 3}}, {"m": {"b": 2, "c": 3}}),
    ("a plain list is one value", {}, {"args": ["a", "b"]}, {"args": ["c"]}, {"args": ["c"]}),
    (
        "a list with a key is merged item by item",
        {"containers": [{"name": "a", "image": "x", "imagePullPolicy": "Always"}]},
        {"containers": [{"name": "a", "image": "x", "imagePullPolicy": "Always", "stdin": False}]},
        {"containers": [{"name": "a", "image": "y"}]},
        {"containers": [{"name": "a", "image": "y", "stdin": False}]},
    ),
    (
        "an item that somebody else put there stays where it is",
        {"containers": [{"name": "a"}, {"name": "b"}]},
        {"containers": [{"name": "proxy"}, {"name": "a"}, {"name": "b"}]},
        {"containers": [{"name": "a"}, {"name": "c"}]},
        {"containers": [{"name": "proxy"}, {"name": "a"}, {"name": "c"}]},
    ),
    (
        "a strategy keeps what is named alone",
        {"strategy": {"type": "RollingUpdate"}},
        {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 3}}},
        {"strategy": {"type": "Recreate"}},
        {"strategy": {"type": "Recreate"}},
    ),
]


@pytest.mark.parametrize(
    ("last_applied", "live", "manifest", "merged"), [each[1:] for each in CASES], ids=[each[0] for each in CASES]
)
def test_each_field_goes_its_way(last_applied, live, manifest, merged) -> None:
    assert three_way_merge(last_applied, live, manifest) == merged


def test_what_cannot_be_merged_is_taken_as_it_is_for_whoever_reads_it() -> None:
    assert three_way_merge({}, {"containers": [{"name": "a"}]}, {"containers": [{}]}) == {"containers": [{}]}
    assert three_way_merge({}, {"containers": [{"name": "a"}]}, {"containers": 3}) == {"containers": 3}
