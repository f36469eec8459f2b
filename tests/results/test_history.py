"""The objects of a run as they were, put together from its records alone."""

import json

import pytest

import imagesim
from imagesim.engine.records import Records
from imagesim.results.history import History
from imagesim.results.json_document import json_document
from imagesim.results.object_rows import object_rows
from imagesim.results.tables import table
from imagesim.rules.api.names import ObjectName
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.credentials.service_account import ServiceAccount
from imagesim.scenarios.timeline.events.secrets.create_secret import CreateSecret
from imagesim.scenarios.timeline.events.secrets.delete_secret import DeleteSecret
from imagesim.scenarios.timeline.events.secrets.replace_secret import ReplaceSecret
from imagesim.scenarios.timeline.events.secrets.replace_service_account import ReplaceServiceAccount
from imagesim.scenarios.timeline.events.workloads.delete import Delete
from imagesim.scenarios.timeline.events.workloads.set_image import SetImage
from tests.engine.engine_worlds import container, image, pod, world
from tests.results import example_records as examples

__all__ = ["world"]

PASSWORD = "hunter2-very-secret"
TAGS = {"app:v1": image("v1", 1_000_000), "app:v2": image("v2", 1_000_000)}


def secret(password: str) -> PullSecret:
    data = SecretValue(json.dumps({"auths": {"reg.test": {"username": "u", "password": password}}}))
    return PullSecret(
        namespace="default", name="s", type="kubernetes.io/dockerconfigjson", data=((".dockerconfigjson", data),)
    )


@pytest.fixture
def result(world):
    account = ServiceAccount(namespace="default", name="default", image_pull_secrets=("s",))
    scenario = world(
        tags=TAGS,
        pods=(pod("a", container("reg.test/app:v1")), pod("b", container("reg.test/app:v1"))),
        admission=("AlwaysPullImages",),
        secrets=(secret(PASSWORD),),
        service_accounts=(account,),
        duration_s=300,
        timeline=(
            SetImage(at_s=50, workload="Pod/default/a", container="app", image="reg.test/app:v2"),
            ReplaceSecret(at_s=60, secret=secret("other-" + PASSWORD)),
            ReplaceServiceAccount(at_s=70, account=ServiceAccount(namespace="default", name="default")),
            DeleteSecret(at_s=80, namespace="default", name="s"),
            CreateSecret(at_s=90, secret=secret(PASSWORD)),
            Delete(at_s=100, target="Pod/default/b"),
        ),
    )
    return imagesim.simulate(scenario)


@pytest.fixture
def history(result) -> History:
    return result.history


def test_secrets_and_accounts_are_as_they_were(history):
    first, second = history.secret("default", "s", 59.9), history.secret("default", "s", 60)
    assert (PASSWORD in first.data[0][1].reveal(), first.uid) == (True, second.uid)
    assert "other-" in second.data[0][1].reveal()
    assert history.secret("default", "s", 85) is None
    assert history.secret("default", "s").uid != first.uid
    assert list(history.secrets(10)) == [("default", "s")]
    assert history.secrets(85) == {}
    assert history.service_account("default", "default", 69).image_pull_secrets == ("s",)
    assert history.service_account("default", "default").image_pull_secrets == ()


def test_a_pod_is_told_as_written_as_admitted_and_as_changed_later(history):
    written = history.written_spec("default", "a")
    admitted = history.admitted_spec("default", "a")
    assert (written.containers[0].image_pull_policy, written.image_pull_secrets) == ("IfNotPresent", ())
    assert (admitted.containers[0].image_pull_policy, admitted.image_pull_secrets) == ("Always", ("s",))
    assert history.pod_spec("default", "a", 49) == admitted
    assert history.pod_spec("default", "a", 50).containers[0].image == "reg.test/app:v2"
    assert history.at(ObjectName("Pod", "default", "a"), 50).generation == 2


def test_a_pod_that_has_gone_is_told_as_it_was_at_last(history):
    name = ObjectName("Pod", "default", "b")
    assert history.at(name) is None
    last = history.last(name)
    assert (last.deletion_s, last.node, last.fields["phase"]) == (100, "node-0", "Failed")
    assert 101 < last.removed_s <= 102
    assert history.at(name, 100).deletion_s == 100
    assert history.at(name, 99).deletion_s is None


def test_the_pool_of_a_node_is_recorded(history):
    assert (history.pool("node-0"), history.pool("elsewhere")) == ("node", "")


def test_the_rows_tell_what_every_object_came_to(history, result):
    for name in {row.object_name for row in result.records.objects}:
        assert [row.resource_version for row in history.rows(name)] == sorted(
            row.resource_version for row in history.rows(name)
        )
    last = [history.at(ObjectName("Pod", "default", row.pod)) for row in result.records.pods]
    assert [each and (each.fields["phase"], each.node, each.uid) for each in last] == [
        (row.phase, row.node, row.uid) if row.deleted_s is None else None for row in result.records.pods
    ]


def test_a_quiet_pod_has_few_rows(history):
    verbs = [row.verb for row in history.rows(ObjectName("Pod", "default", "b"))]
    assert verbs == ["create", "bind", "status", "delete", "status", "remove"]


def test_the_table_tells_changes_as_json_and_no_secret(result):
    frame = table("objects", object_rows(result.records))
    bound = frame[(frame.verb == "bind") & (frame.name == "a")]
    assert json.loads(bound.change.iloc[0]) == {"node": "node-0"}
    made = json.loads(frame[(frame.kind == "Secret") & (frame.verb == "create")].change.iloc[0])
    assert made["spec"]["type"] == "kubernetes.io/dockerconfigjson"
    assert made["spec"]["data"][".dockerconfigjson"].startswith("secret-")


def test_no_secret_value_stands_in_any_text_of_the_history(result):
    texts = [
        repr(result.records.objects[:]),
        json.dumps(json_document(result.scenario, result.records)),
        result.objects.to_csv(),
        repr([result.history.last(row.object_name) for row in result.records.objects]),
    ]
    for text in texts:
        assert PASSWORD not in text
        assert "hunter2" not in text


def test_a_name_that_was_given_twice_has_the_uid_and_the_node_of_its_time() -> None:
    first = examples.pod("web-0", 0.0, deleted_s=50.0, node="node-a")
    second = examples.pod("web-0", 100.0, uid="uid-2", node="node-b", scheduled_s=101.0)
    history = History(examples.with_history(Records(end_s=200.0, pods=[first, second])))
    name = ObjectName("Pod", "shop", "web-0")
    assert [history.uid(name, time) for time in (0.0, 60.0, 100.0)] == ["uid-web-0", "uid-web-0", "uid-2"]
    assert [history.node(name, time) for time in (0.0, 100.0, 101.0)] == ["node-a", "node-a", "node-b"]
    assert history.uid(ObjectName("Pod", "shop", "nope"), 9.0) == ""
