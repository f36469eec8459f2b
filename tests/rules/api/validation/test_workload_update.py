"""What an update of a workload may not change, in the API server's words."""

from dataclasses import replace

import pytest

from imagesim.rules.api.objects import Container, Job, PodSpec, PodTemplate, ReplicaSetSpec, StatefulSet
from imagesim.rules.api.validation.workload_update import workload_update_problem

TEMPLATE = PodTemplate(spec=PodSpec(containers=(Container(name="a", image="b", image_pull_policy="Always"),)))
OTHER = replace(TEMPLATE, labels=(("a", "b"),))
JOB = Job(namespace="n", name="j", completions=3, parallelism=3, template=TEMPLATE)
INDEXED = replace(JOB, completion_mode="Indexed")
SET = StatefulSet(namespace="n", name="s", template=TEMPLATE)

CASES = [
    ("ReplicaSet", ReplicaSetSpec(template=TEMPLATE), {"template": OTHER, "replicas": 3}, ""),
    (
        "ReplicaSet",
        ReplicaSetSpec(template=TEMPLATE),
        {"selector": (("a", 'b"'), ("c", "d"))},
        'spec.selector: Invalid value: {"matchLabels":{"a":"b\\"","c":"d"}}: field is immutable',
    ),
    ("ReplicationController", ReplicaSetSpec(template=TEMPLATE), {"selector": (("a", "b"),)}, ""),
    (
        "StatefulSet",
        SET,
        {"template": OTHER, "replicas": 2, "partition": 1, "min_ready_s": 3, "strategy": "OnDelete"},
        "",
    ),
    ("Job", JOB, {"parallelism": 1, "suspend": True, "backoff_limit": 1}, ""),
    ("Job", JOB, {"completions": None}, "spec.completions: Invalid value: null: field is immutable"),
    ("Job", INDEXED, {"completions": 5, "parallelism": 5}, ""),
    ("Job", INDEXED, {"completions": 5}, "spec.completions: Invalid value: 5: field is immutable"),
    ("Job", JOB, {"completion_mode": "Indexed"}, 'spec.completionMode: Invalid value: "Indexed": field is immutable'),
    ("Job", JOB, {"template": OTHER}, "spec.template: Invalid value: field is immutable"),
    (
        "Job",
        INDEXED,
        {"backoff_limit_per_index": 1},
        "spec.backoffLimitPerIndex: Invalid value: 1: field is immutable",
    ),
]


@pytest.mark.parametrize(("kind", "old", "change", "problem"), CASES)
def test_what_is_fixed_is_said(kind: str, old, change: dict, problem: str) -> None:
    assert workload_update_problem(kind, old, replace(old, **change)) == problem
