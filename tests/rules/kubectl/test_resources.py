"""Which resources the arguments of kubectl name."""

import pytest

from imagesim.rules.api.kinds import DAEMON_SET, DEPLOYMENT, KINDS, NODE, POD
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.kubectl.resources import ALL, Request, is_several, requests


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["pods"], [Request(POD)]),
        (["po"], [Request(POD)]),
        (["Pod", "a", "b"], [Request(POD, ("a", "b"))]),
        (["pods,deploy,po"], [Request(POD), Request(DEPLOYMENT)]),
        (["deployments.apps"], [Request(DEPLOYMENT)]),
        (["ds.v1.apps"], [Request(DAEMON_SET)]),
        (["pod/a", "no/b"], [Request(POD, ("a",)), Request(NODE, ("b",))]),
        (["all"], [Request(kind) for kind in ALL]),
    ],
)
def test_what_is_asked_for(arguments, expected):
    assert requests(arguments) == expected


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_answers_to_its_names(kind):
    for word in (kind.plural, kind.name.lower(), *kind.short_names):
        assert requests([word]) == [Request(kind)]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ([], "You must specify the type of resource to get"),
        (["foo"], 'error: the server doesn\'t have a resource type "foo"'),
        (["pods/a", "b"], "error: there is no need to specify a resource type as a separate argument"),
        (["pods/a/b"], "error: arguments in resource/name form may not have more than one slash"),
        (["all", "x"], "error: you may only specify a single resource type"),
    ],
)
def test_what_kubectl_refuses(arguments, text):
    with pytest.raises(KubectlError) as refused:
        requests(arguments)
    assert refused.value.args[0].startswith(text)


def test_names_have_their_kinds_where_there_are_several():
    assert not is_several(requests(["pods", "a", "b"]), ["pods", "a", "b"])
    assert is_several(requests(["pods,nodes"]), ["pods,nodes"])
    assert is_several(requests(["all"]), ["all"])
