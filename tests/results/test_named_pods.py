"""Which pods a name means."""

import pytest

from imagesim.engine.records import Records
from imagesim.results.named_pods import named_pods
from imagesim.scenarios.reading.errors import ScenarioError
from tests.results.example_records import pod

RECORDS = Records(pods=[pod("web-1", deleted_s=5.0), pod("web-2"), pod("web-22"), pod("web-2", namespace="blue")])


@pytest.mark.parametrize(
    ("name", "namespace", "meant"),
    [
        ("web-2", None, ["shop/web-2", "blue/web-2"]),
        ("web-2", "blue", ["blue/web-2"]),
        ("web-", "shop", ["shop/web-2", "shop/web-22"]),
        ("web-1", None, ["shop/web-1"]),
        ("web-", "blue", ["blue/web-2"]),
    ],
)
def test_the_pod_of_that_name_or_all_that_begin_so_and_those_that_are_there_first(name, namespace, meant):
    assert [f"{row.namespace}/{row.pod}" for row in named_pods(RECORDS, name, namespace)] == meant


def test_a_name_that_no_pod_has_is_a_mistake_with_a_suggestion():
    with pytest.raises(ScenarioError, match=r'pods "wep-2" not found; did you mean web-2'):
        named_pods(RECORDS, "wep-2")
