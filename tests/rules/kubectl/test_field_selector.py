"""Field selectors, which know few fields of each kind."""

import pytest

from imagesim.rules.api.kinds import DEPLOYMENT, EVENT, JOB, NODE, POD
from imagesim.rules.kubectl.field_selector import parse_field_selector

DOCUMENT = {
    "metadata": {"name": "web-0", "namespace": "shop"},
    "spec": {"nodeName": "node-1"},
    "status": {"phase": "Running", "succeeded": 2},
    "source": {"component": "kubelet"},
}


@pytest.mark.parametrize(
    ("selector", "kind", "found"),
    [
        ("", POD, True),
        ("status.phase=Running", POD, True),
        ("status.phase==Running,spec.nodeName!=node-2", POD, True),
        ("status.phase!=Running", POD, False),
        ("status.podIP=", POD, True),
        ("metadata.name=web-1", DEPLOYMENT, False),
        ("source=kubelet", EVENT, True),
        ("status.successful=2", JOB, True),
        ("spec.unschedulable=false", NODE, True),
    ],
)
def test_what_is_chosen(selector, kind, found):
    assert all(each.matches(DOCUMENT) for each in parse_field_selector(selector, kind)) is found


@pytest.mark.parametrize(
    ("selector", "kind", "text"),
    [
        ("x=y", POD, "field label not supported: x"),
        ("x=y", DEPLOYMENT, '"x" is not a known field selector: only "metadata.name", "metadata.namespace"'),
        ("abc", POD, 'invalid selector: "abc"; can\'t understand "abc"'),
    ],
)
def test_what_is_refused(selector, kind, text):
    with pytest.raises(ValueError, match=text.replace("(", r"\(")):
        parse_field_selector(selector, kind)
