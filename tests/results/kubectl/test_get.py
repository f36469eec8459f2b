"""What `kubectl get` prints of a run, and what it says beside it."""

import json
import re

import pytest
import yaml

from imagesim.results.kubectl.get import Printout, Wanted, get
from imagesim.results.kubectl.human import Layout
from imagesim.results.kubectl.selecting import Chosen
from imagesim.rules.api.kinds import EVENT, KINDS
from imagesim.rules.kubectl.errors import KubectlError
from tests.results.kubectl.runs import END_S, every_kind

SHOP = Chosen("shop")


def printed(*arguments: str, chosen: Chosen = SHOP, output: str = "", sort_by: str = "", **layout: object) -> Printout:
    wanted = Wanted(output, sort_by, Layout(**layout))  # type: ignore[arg-type]
    return get(every_kind(), END_S, arguments, chosen, wanted)


def table(*arguments: str, **more: object) -> list[list[str]]:
    """The cells of a printed table; columns stand three spaces apart."""
    return [re.split(r" {3,}", line) for line in printed(*arguments, **more).text.splitlines()]  # type: ignore[arg-type]


ROWS = {
    "deployments": [
        ["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"],
        ["bad", "0/1", "1", "0", "10m", "bad", "r.example/web:nope", "app=bad"],
        ["web", "2/2", "2", "2", "10m", "web", "r.example/web:v1", "app=web"],
    ],
    "replicationcontrollers": [
        ["NAME", "DESIRED", "CURRENT", "READY", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"],
        ["old", "1", "1", "1", "10m", "old", "r.example/web:v1", "app=old"],
    ],
    "statefulsets": [
        ["NAME", "READY", "AGE", "CONTAINERS", "IMAGES"],
        ["db", "1/1", "10m", "db", "r.example/web:v1"],
    ],
    "daemonsets": [
        ["NAME", "DESIRED", "CURRENT", "READY", "UP-TO-DATE", "AVAILABLE", "NODE SELECTOR", "AGE", "CONTAINERS",
         "IMAGES", "SELECTOR"],
        ["agent", "2", "2", "2", "2", "2", "kubernetes.io/os=linux", "10m", "agent", "r.example/web:v1", "app=agent"],
    ],
    "cronjobs": [
        ["NAME", "SCHEDULE", "TIMEZONE", "SUSPEND", "ACTIVE", "LAST SCHEDULE", "AGE", "CONTAINERS", "IMAGES",
         "SELECTOR"],
        ["often", "*/2 * * * *", "<none>", "False", "0", "2m", "10m", "often", "r.example/web:v1", "<none>"],
    ],
    "secrets": [["NAME", "TYPE", "DATA", "AGE"], ["pull", "kubernetes.io/dockerconfigjson", "1", "10m"]],
    "serviceaccounts": [["NAME", "SECRETS", "AGE"], ["default", "0", "10m"], ["puller", "0", "10m"]],
    "namespaces": [
        ["NAME", "STATUS", "AGE"], ["default", "Active", "10m"], ["kube-node-lease", "Active", "10m"],
        ["kube-public", "Active", "10m"], ["kube-system", "Active", "10m"], ["shop", "Active", "10m"],
    ],
    "nodes": [
        ["NAME", "STATUS", "ROLES", "AGE", "VERSION", "INTERNAL-IP", "EXTERNAL-IP", "OS-IMAGE", "KERNEL-VERSION",
         "CONTAINER-RUNTIME"],
        ["workers-0", "Ready", "<none>", "10m", "v1.36.0", "<none>", "<none>", "<unknown>", "<unknown>",
         "containerd://2.3.4"],
        ["workers-1", "Ready", "<none>", "10m", "v1.36.0", "<none>", "<none>", "<unknown>", "<unknown>",
         "containerd://2.3.4"],
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", ROWS)
def test_the_table_of_a_kind_with_all_columns(kind: str) -> None:
    assert table(kind, output="wide") == ROWS[kind]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_columns_of_every_kind_are_those_of_the_table_of_kinds(kind) -> None:
    documents = every_kind().list_of(kind, "shop" if kind.namespaced else None)
    if not documents:
        return
    assert table(kind.plural)[0] == [name.upper() for name in kind.columns]
    wide = [column.replace(" ", "-") for column in table(kind.plural, output="wide")[0]]
    assert sorted(wide) == sorted(name.upper().replace(" ", "-") for name in (*kind.columns, *kind.wide))


def test_the_columns_of_events_stand_in_another_order_when_there_are_all() -> None:
    head = table(EVENT.plural, output="wide")[0]
    assert head == [
        "LAST SEEN", "TYPE", "REASON", "OBJECT", "SUBOBJECT", "SOURCE", "MESSAGE", "FIRST SEEN", "COUNT", "NAME",
    ]  # fmt: skip


def test_pods_in_trouble() -> None:
    rows = {row[0].partition("-")[0]: row[1:4] for row in table("pods")[1:]}
    assert rows["bad"] == ["0/1", "ImagePullBackOff", "0"]
    assert rows["once"] == ["0/1", "Completed", "0"]
    assert rows["crash"][:2] == ["0/1", "CrashLoopBackOff"]
    assert re.fullmatch(r"\d+ \(\d+m\d*s? ago\)", rows["crash"][2])


def test_a_job_that_is_complete_stands_still() -> None:
    row = table("jobs", "once")[1]
    assert row[:3] == ["once", "Complete", "1/1"]
    assert 20 <= int(row[3].rstrip("s")) < 40


def test_several_kinds_have_their_names_before_those_of_the_objects() -> None:
    text = printed("deploy,sts").text
    assert [block.splitlines()[1].split()[0] for block in text.split("\n\n")] == [
        "deployment.apps/bad", "statefulset.apps/db",
    ]  # fmt: skip
    names = [line.split()[0] for line in printed("all", headers=False).text.splitlines() if line]
    assert {name.partition("/")[0] for name in names} == {
        "pod", "replicationcontroller", "daemonset.apps", "deployment.apps", "replicaset.apps", "statefulset.apps",
        "job.batch", "cronjob.batch",
    }  # fmt: skip


def test_names_of_one_kind_share_a_table() -> None:
    assert len(table("pod/crash", "po/db-0")) == 3
    assert len(printed("pod/crash", "deploy/web").text.split("\n\n")) == 2


def test_labels_and_namespaces_on_demand() -> None:
    assert table("deploy", chosen=Chosen(None))[1][:2] == ["shop", "bad"]
    assert table("nodes", chosen=Chosen(None))[0][0] == "NAME"
    assert table("pod", "crash", labels=True)[1][-1] == "app=crash"
    assert table("rc", labels=True)[1][-1] == "app=old"  # by default those of its template
    assert table("sts", labels=True)[1][-1] == "<none>"
    assert [row[0] for row in table("deploy", chosen=Chosen("shop", "team=blue"))[1:]] == ["web"]
    assert [row[-1] for row in table("pods", chosen=Chosen("shop", "app=db"), label_columns=("app",))] == ["APP", "db"]


def test_selectors_choose() -> None:
    assert [row[0] for row in table("pods", chosen=Chosen("shop", "app in (db,crash)"))[1:]] == ["crash", "db-0"]
    assert [row[0] for row in table("pods", chosen=Chosen("shop", "", "status.phase=Pending"))[1:]] == [
        row[0] for row in table("pods")[1:] if row[0].startswith("bad")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "chosen", "text"),
    [
        (["pods"], Chosen("shop", "", "x=y"),
         'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label selector "", '
         'field selector "x=y": field label not supported: x'),
        (["deploy"], Chosen("shop", "a=b=c"),
         'Error from server (BadRequest): Unable to find "apps/v1, Resource=deployments" that match label selector '
         '"a=b=c", field selector "": '),
        (["pods", "crash"], Chosen("shop", "a=b"), "error: name cannot be provided when a selector is specified"),
        (["pods", "crash"], Chosen(None),
         "error: a resource cannot be retrieved by name across all namespaces"),
    ],
)  # fmt: skip
def test_what_kubectl_refuses(arguments: list[str], chosen: Chosen, text: str) -> None:
    with pytest.raises(KubectlError) as refused:
        printed(*arguments, chosen=chosen)
    assert str(refused.value).startswith(text)


def test_names_that_are_not_there_are_said_beside_those_that_are() -> None:
    found = printed("pods", "crash", "nope")
    assert found.text.splitlines()[1].startswith("crash ")
    assert found.beside == ('Error from server (NotFound): pods "nope" not found',)
    assert found.failed
    missing = printed("deploy/nope", output="yaml")
    assert (missing.text, missing.failed) == ("", True)
    assert missing.beside == ('Error from server (NotFound): deployments.apps "nope" not found',)


def test_no_objects_are_no_mistake() -> None:
    assert printed("pdb") == Printout("", ("No resources found in shop namespace.",))  # type: ignore[arg-type]
    assert printed("pdb", chosen=Chosen(None)).beside == ("No resources found",)


def test_sorted_by_a_field() -> None:
    by_restarts = table("pods", sort_by=".status.containerStatuses[0].restartCount")
    assert by_restarts[-1][0] == "crash"
    assert [row[0] for row in table("nodes", sort_by="{.metadata.uid}")[1:]] == ["workers-0", "workers-1"]
    with pytest.raises(KubectlError, match="couldn't find any field with path"):
        printed("pods", sort_by=".spec.nothing")
    with pytest.raises(KubectlError, match="unexpected path string"):
        printed("pods", sort_by="{.spec")


def test_yaml_and_json_say_the_same() -> None:
    one = yaml.safe_load(printed("pod", "crash", output="yaml").text)
    assert one == json.loads(printed("pod", "crash", output="json").text)
    assert one["status"]["containerStatuses"][0]["lastState"]["terminated"]["exitCode"] == 3
    several = yaml.safe_load(printed("pods", output="yaml").text)
    assert several["kind"] == "List"
    assert one in several["items"]
    assert 'creationTimestamp: "2000-01-01T00:00:00Z"' in printed("pod", "crash", output="yaml").text


def test_a_secret_keeps_its_values() -> None:
    for output in ("yaml", "json", "jsonpath={.items[*].data}"):
        text = printed("secrets", output=output).text
        assert ".dockerconfigjson" in text
        assert "canary" not in text
        assert "Y2FuYXJ5" not in text  # "canary" in base64


def test_templates_and_columns_of_ones_own() -> None:
    assert printed("deploy", output="jsonpath={.items[*].metadata.name}").text == "bad web"
    assert printed("deploy", "web", output="jsonpath=.spec.replicas").text == "2"
    assert printed("deploy", output="name").text == "deployment.apps/bad\ndeployment.apps/web"
    columns = "custom-columns=NAME:.metadata.name,IMAGES:spec.template.spec.containers[*].image,X:.nothing"
    assert table("deploy", output=columns) == [
        ["NAME", "IMAGES", "X"], ["bad", "r.example/web:nope", "<none>"], ["web", "r.example/web:v1", "<none>"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("output", "text"),
    [
        ("xml", 'error: unable to match a printer suitable for the output format "xml", allowed formats are: '),
        ("jsonpath=", "error: template format specified but no template given"),
        ("jsonpath={.a", "error: error parsing jsonpath {.a, unclosed action"),
        ("custom-columns=", "error: custom-columns format specified but no custom columns given"),
        ("custom-columns=A", "error: unexpected custom-columns spec: A, expected <header>:<json-path-expr>"),
    ],
)
def test_an_output_that_kubectl_refuses(output: str, text: str) -> None:
    with pytest.raises(KubectlError) as refused:
        printed("pods", output=output)
    assert str(refused.value).startswith(text)


def test_a_message_of_several_lines_is_cut_after_the_first() -> None:
    from imagesim.results.kubectl.human import printed as laid_out
    from imagesim.results.printers.table import Column, Table, TableRow

    long = Table([Column("Name", format="name"), Column("Message")], [TableRow(["a", "b\nc"], {"metadata": {}})])
    assert laid_out(long, EVENT, Layout()) == "NAME   MESSAGE\na      b..."
