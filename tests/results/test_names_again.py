"""A StatefulSet gives a name again and again: what was of an earlier pod of that name is none of the later one's."""

from collections.abc import Iterator
from typing import Any

from imagesim.engine.records import Records
from imagesim.results import report
from imagesim.results.explorers.story.pod import explain_pod
from imagesim.results.measures.recovery import recovery
from imagesim.results.result import Result, simulate
from imagesim.scenarios.loading import load
from tests.results.example_records import OUTAGE, pod, pull, state

TEMPLATE = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {"containers": [{"name": "app", "image": "r.example/web:v1"}]},
}


def documents(*events: dict[str, Any]) -> Iterator[dict[str, Any]]:
    metadata = {"name": "web", "namespace": "shop"}
    spec = {"replicas": 1, "selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE}
    yield {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": metadata, "spec": spec}
    registry = {"repositories": {"web": {"tags": {"v1": "a"}}}}
    yield {"apiVersion": "imagesim/v1", "kind": "Registry", "metadata": {"name": "r.example"}, "spec": registry}
    yield {"apiVersion": "imagesim/v1", "kind": "Image", "metadata": {"name": "a"}, "spec": {"preset": "small"}}
    yield {"apiVersion": "imagesim/v1", "kind": "Timeline", "metadata": {"name": "t"}, "spec": {"events": [*events]}}


def ran(*events: dict[str, Any]) -> Result:
    return simulate(load(*documents(*events)))


BAD = {"at": "1m", "setImage": {"workload": "web", "image": "r.example/web:bad"}}
GOOD = {"at": "10m", "setImage": {"workload": "web", "image": "r.example/web:v1"}}
GONE = {"at": "11m", "delete": {"target": "Pod/shop/web-0"}}


def test_describe_tells_of_the_pod_that_is_there_alone() -> None:
    result = ran(BAD, GOOD, GONE)
    text = str(report.describe_pod(result.records, "web-0"))
    assert text.count("Successfully assigned") == 1
    assert "Failed" not in text
    assert "Controlled By:    StatefulSet/web" in text
    assert "Restart Count:  0" in text
    story = repr(explain_pod(result.scenario, result.records, "web-0"))
    assert "Running, since 11m" in story
    assert "bad" not in story


def test_a_pull_that_failed_before_is_none_of_the_new_pod() -> None:
    first = pod("web-0", deleted_s=650.0)._replace(created_s=100.0)
    second = pod("web-0")._replace(created_s=650.0)
    records = Records(
        end_s=1000.0,
        pods=[first, second],
        pulls=[
            pull("web-0", 500.0, 500.0, 501.0, "Failed", backoff_until_s=661.0),
            pull("web-0", 651.0, 651.0, 660.0),
        ],
        states=[
            state("web-0", 501.0, 650.0, "Waiting", "ImagePullBackOff"),
            state("web-0", 650.0, 661.0, "Waiting", "ContainerCreating"),
            state("web-0", 661.0, None, "Running"),
        ],
        disturbances=[OUTAGE],
    )
    (row,) = recovery(records)
    assert (row.pod, row.ready_s) == ("web-0", None)
