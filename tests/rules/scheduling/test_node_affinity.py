"""nodeSelector and required node affinity against a node's name and labels."""

import pytest

from imagesim.rules.api.node_selector import NodeSelector, NodeSelectorRequirement, NodeSelectorTerm
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.scheduling.node_affinity import fits, named_nodes

LABELS = (("disk", "ssd"), ("gen", "7"), ("kubernetes.io/arch", "arm64"))


def requirement(key: str, operator: str, *values: str) -> NodeSelectorRequirement:
    return NodeSelectorRequirement(key=key, operator=operator, values=values)


def term(*expressions: NodeSelectorRequirement, name: str = "", not_name: str = "") -> NodeSelectorTerm:
    fields = [requirement("metadata.name", "In", name)] if name else []
    fields += [requirement("metadata.name", "NotIn", not_name)] if not_name else []
    return NodeSelectorTerm(match_expressions=expressions, match_fields=tuple(fields))


def required(*terms: NodeSelectorTerm) -> PodSpec:
    return PodSpec(containers=(), node_affinity=NodeSelector(node_selector_terms=terms))


@pytest.mark.parametrize(
    ("key", "operator", "values", "expected"),
    [
        ("disk", "In", ("hdd", "ssd"), True),
        ("disk", "In", ("hdd",), False),
        ("zone", "In", ("a",), False),
        ("disk", "NotIn", ("hdd",), True),
        ("disk", "NotIn", ("ssd",), False),
        ("zone", "NotIn", ("a",), True),  # a node without the label has another value than all of them
        ("disk", "Exists", (), True),
        ("zone", "Exists", (), False),
        ("disk", "DoesNotExist", (), False),
        ("zone", "DoesNotExist", (), True),
        ("gen", "Gt", ("6",), True),
        ("gen", "Gt", ("7",), False),
        ("gen", "Lt", ("+8",), True),
        ("gen", "Lt", ("-8",), False),
        ("gen", "Gt", ("six",), False),
        ("gen", "Lt", ("9223372036854775808",), False),  # one more than an int64 holds
        ("gen", "Lt", ("0000000000000000000000000008",), True),
        ("disk", "Gt", ("6",), False),
        ("zone", "Lt", ("6",), False),
    ],
)
def test_each_operator_asks_a_label(key: str, operator: str, values: tuple[str, ...], expected: bool):
    assert fits(required(term(requirement(key, operator, *values))), "n", LABELS) is expected


def test_of_several_terms_one_has_to_hold_and_of_a_term_everything():
    ssd, hdd = requirement("disk", "In", "ssd"), requirement("disk", "In", "hdd")
    assert fits(required(term(hdd), term(ssd)), "n", LABELS)
    assert not fits(required(term(ssd, hdd)), "n", LABELS)


def test_a_term_that_says_nothing_fits_no_node():
    assert not fits(required(term()), "n", LABELS)


def test_a_field_asks_the_name():
    assert fits(required(term(name="n")), "n", LABELS)
    assert not fits(required(term(name="m")), "n", LABELS)
    assert not fits(required(term(not_name="n")), "n", LABELS)
    assert not fits(required(term(requirement("disk", "In", "hdd"), name="n")), "n", LABELS)


def test_a_selector_has_to_hold_beside_the_affinity():
    spec = PodSpec(
        containers=(),
        node_selector=(("disk", "ssd"),),
        node_affinity=NodeSelector(node_selector_terms=(term(requirement("gen", "Exists")),)),
    )
    assert fits(spec, "n", LABELS)
    assert not fits(spec, "n", (("disk", "ssd"),))
    assert not fits(spec, "n", (("gen", "7"),))


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ((term(name="a"), term(name="b")), {"a", "b"}),
        ((term(name="a"), term(requirement("disk", "Exists"))), None),
        ((term(not_name="a"),), None),
        (
            (
                NodeSelectorTerm(
                    match_fields=(requirement("metadata.name", "In", "a"), requirement("metadata.name", "In", "b"))
                ),
            ),
            set(),
        ),
    ],
)
def test_nodes_are_named_if_every_term_names_some(terms: tuple[NodeSelectorTerm, ...], expected: set[str] | None):
    assert named_nodes(NodeSelector(node_selector_terms=terms)) == expected


def test_without_an_affinity_no_node_is_named():
    assert named_nodes(None) is None
    assert fits(PodSpec(containers=()), "n", ())
