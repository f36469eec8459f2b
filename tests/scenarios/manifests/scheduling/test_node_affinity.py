"""nodeSelector, required node affinity and `os` in manifests."""

from collections.abc import Callable

import pytest

from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario
from tests.scenarios.manifests.scheduling.pod_specs import read_spec, round_trip

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: [{{name: c, image: b}}], {more}}}\n"
REQUIRED = (
    "affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: {terms}}}}}}}"
)
PLACE = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"


def requiring(terms: str) -> str:
    return POD.format(more=REQUIRED.format(terms=terms))


def test_what_is_required_of_a_node_is_kept_and_survives_saving(loaded: Loaded) -> None:
    arch = "{key: kubernetes.io/arch, operator: In, values: [arm64, amd64]}"
    there = "{key: gpu, operator: Exists}"
    name = "{key: metadata.name, operator: NotIn, values: [n7]}"
    scenario = loaded(requiring(f"[{{matchExpressions: [{arch}, {there}]}}, {{matchFields: [{name}]}}, {{}}]"))
    assert scenario.pods[0].spec.node_affinity == NodeSelector(
        node_selector_terms=(
            NodeSelectorTerm(
                match_expressions=(
                    NodeSelectorRequirement(key="kubernetes.io/arch", operator="In", values=("arm64", "amd64")),
                    NodeSelectorRequirement(key="gpu", operator="Exists"),
                )
            ),
            NodeSelectorTerm(
                match_fields=(NodeSelectorRequirement(key="metadata.name", operator="NotIn", values=("n7",)),)
            ),
            NodeSelectorTerm(),
        )
    )
    assert scenario.not_modelled == ()
    assert loaded(dump(scenario)).pods == scenario.pods


@pytest.mark.parametrize(
    ("terms", "place", "rule"),
    [
        ("[]", "", "Required value: must have at least one node selector term"),
        (
            "[{matchExpressions: [{key: a, operator: In}]}]",
            "[0].matchExpressions[0].values",
            "Required value: must be specified when `operator` is 'In' or 'NotIn'",
        ),
        (
            "[{matchExpressions: [{key: a, operator: Exists, values: [b]}]}]",
            "[0].matchExpressions[0].values",
            "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        ),
        (
            "[{matchExpressions: [{key: a, operator: Gt, values: ['1', '2']}]}]",
            "[0].matchExpressions[0].values",
            "Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
        ),
        (
            "[{matchExpressions: [{key: a, operator: Equals, values: [b]}]}]",
            "[0].matchExpressions[0].operator",
            "'Equals' not a valid selector operator",
        ),
        (
            "[{matchExpressions: [{key: a b, operator: Exists}]}]",
            "[0].matchExpressions[0].key",
            "'a b' name part must consist of alphanumeric characters",
        ),
        (
            "[{matchExpressions: [{key: a, operator: In, values: [b, '-c']}]}]",
            "[0].matchExpressions[0].values[1]",
            "'-c' a valid label must be an empty string or consist of alphanumeric characters",
        ),
        (
            "[{matchFields: [{key: metadata.uid, operator: In, values: [b]}]}]",
            "[0].matchFields[0].key",
            "'metadata.uid' not a valid field selector key; only metadata.name is",
        ),
        (
            "[{matchFields: [{key: metadata.name, operator: In, values: [b, c]}]}]",
            "[0].matchFields[0].values",
            "Required value: must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
        ),
        (
            "[{matchFields: [{key: metadata.name, operator: Exists}]}]",
            "[0].matchFields[0].operator",
            "'Exists' not a valid selector operator",
        ),
        (
            "[{matchFields: [{key: metadata.name, operator: In, values: [B]}]}]",
            "[0].matchFields[0].values[0]",
            "'B' is no name of a node",
        ),
    ],
)
def test_an_affinity_that_the_api_server_refuses_is_a_mistake(
    mistake: Mistake, terms: str, place: str, rule: str
) -> None:
    assert mistake(requiring(terms)).startswith(f"file.yaml:4: Pod/a: {PLACE}{place}: {rule}")


def test_the_affinity_of_pods_is_named_as_not_modelled(loaded: Loaded) -> None:
    preferred = "preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1}]"
    more = f"affinity: {{podAffinity: {{{preferred}}}, podAntiAffinity: {{{preferred}}}}}"
    spread = "(Pod/default/a): pods spread evenly over the nodes that fit."
    assert loaded(POD.format(more=more)).not_modelled == (
        f"podAffinity is not modelled {spread}",
        f"podAntiAffinity is not modelled {spread}",
    )


PREFERS = "affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [%s]}}"


def test_preferences_are_read_and_written() -> None:
    term = "{weight: 30, preference: {matchExpressions: [{key: disk, operator: In, values: [ssd]}]}}"
    spec = read_spec(PREFERS % term)
    (made,) = spec.preferred_nodes
    assert (made.weight, made.preference.match_expressions[0].key) == (30, "disk")
    assert round_trip(spec) == spec


@pytest.mark.parametrize("weight", [0, 101, -1])
def test_a_weight_lies_between_1_and_100(mistake: Mistake, weight: int) -> None:
    said = mistake(POD.format(more=PREFERS % f"{{weight: {weight}, preference: {{}}}}"))
    assert f"{weight} must be in the range 1-100" in said


def test_the_selector_of_nodes_consists_of_labels(mistake: Mistake) -> None:
    said = mistake(POD.format(more="nodeSelector: {a: 'b c'}"))
    assert said.startswith("file.yaml:4: Pod/a: spec.nodeSelector.a: 'b c' is no label: a valid label must be an empty")


def test_labels_of_a_pool_are_labels(mistake: Mistake) -> None:
    pool = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: p}\nspec: {labels: {'a/b/c': d}}\n"
    assert mistake(pool).startswith("file.yaml:4: NodePool/p: spec.labels[a/b/c]: 'd' is no label: a valid label key")


def test_the_operating_system_of_a_pod_is_kept(loaded: Loaded) -> None:
    scenario = loaded(POD.format(more="os: {name: windows}"))
    assert scenario.pods[0].spec.os == "windows"
    assert loaded(dump(scenario)).pods == scenario.pods
    assert "A kubelet takes 1s to say that a pod is for another operating system than its node's." in (
        scenario.assumptions
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("os: {}", "spec.os.name: Required value"),
        ("os: {name: plan9}", 'spec.os.name: Unsupported value: "plan9": supported values: "linux", "windows"'),
        ("os: {name: windows}, hostPID: true", "spec.hostPID: Forbidden: cannot be set for a windows pod"),
        ("os: {name: windows}, hostUsers: false", "spec.hostUsers: Forbidden: cannot be set for a windows pod"),
        (
            "os: {name: windows}, securityContext: {fsGroup: 1}",
            "spec.securityContext.fsGroup: Forbidden: cannot be set for a windows pod",
        ),
        (
            "os: {name: windows}, initContainers: [{name: i, image: b, securityContext: {privileged: false}}]",
            "spec.initContainers[0].securityContext.privileged: Forbidden: cannot be set for a windows pod",
        ),
        (
            "os: {name: linux}, securityContext: {windowsOptions: {}}",
            "spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod",
        ),
    ],
)
def test_what_a_pod_of_that_system_may_not_set_is_a_mistake(mistake: Mistake, more: str, said: str) -> None:
    assert mistake(POD.format(more=more)) == f"file.yaml:4: Pod/a: {said}"


@pytest.mark.parametrize(
    "more",
    [
        "hostPID: true, securityContext: {fsGroup: 1}",
        "os: {name: linux}, hostPID: true, securityContext: {fsGroup: 1}",
        "os: {name: windows}, hostPID: false, securityContext: {sysctls: [], windowsOptions: {}, runAsNonRoot: true}",
    ],
)
def test_what_it_may_set_is_none(loaded: Loaded, more: str) -> None:
    assert loaded(POD.format(more=more)).pods
