"""A line for kubectl, as one types it."""

import pytest

from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.line import printed
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load


@pytest.fixture(scope="module")
def objects() -> ApiObjects:
    return ApiObjects(simulate(load("mistyped-tag")).records)


def said(objects: ApiObjects, line: str) -> str:
    found = printed(line, objects, objects.records.end_s, "shop")
    return "\n".join(filter(None, [found.text, *found.beside]))


def test_the_word_kubectl_may_stand_before_it(objects: ApiObjects) -> None:
    assert said(objects, "kubectl get pods") == said(objects, "get pods")
    assert said(objects, "get pods").startswith("NAME")


def test_flags_stand_where_one_likes(objects: ApiObjects) -> None:
    assert said(objects, "-n shop get pods").startswith('error: unknown command "-n"')
    assert said(objects, "get -o wide pods") == said(objects, "get pods -owide")
    assert "No resources found in default namespace." in said(objects, "get pods -n default")
    assert said(objects, "get pods -A").startswith("NAMESPACE")
    assert said(objects, "get pods -l app=web --no-headers").count("\n") == 12
    assert said(objects, "get nodes -L kubernetes.io/arch --show-labels").splitlines()[0].split()[-2:] == [
        "ARCH",
        "LABELS",
    ]
    assert (
        said(objects, "get pods -o name --field-selector status.phase=Pending --sort-by .metadata.name").count("pod/")
        == 5
    )


def test_describe_and_events(objects: ApiObjects) -> None:
    assert said(objects, "describe deploy web").startswith("Name:")
    events = said(objects, "events --types Warning --for deploy/web")
    assert events == "No events found in shop namespace."
    assert "not found" in said(objects, "events --types=Warning,Normal -A --no-headers")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("", "error: unknown command"),
        ("delete pod web", 'error: unknown command "delete"'),
        ("get", "error: Required resource not specified."),
        ("get podds", "error: the server doesn't have a resource type"),
        ("get pods --wide", "error: unrecognized arguments: --wide"),
        ("get pods -o", "error: argument -o/--output: expected one argument"),
        ("get pods 'web", "error: No closing quotation"),
    ],
)
def test_what_is_refused_is_said_and_nothing_else(objects: ApiObjects, line: str, error: str) -> None:
    found = printed(line, objects, objects.records.end_s, "shop")
    assert found.failed
    assert not found.text
    assert any(error in each for each in found.beside)


def test_what_is_ours_is_not_said_beside_it() -> None:
    objects = ApiObjects(simulate(load("many-architectures")).records)
    named = printed("describe pods", objects, objects.records.end_s, "shop")
    assert named.text
    assert named.beside == ()
