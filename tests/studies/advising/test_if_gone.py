"""If it were gone: what the table says is what a run of that very thing comes to."""

import pytest

import imagesim
from imagesim.engine.run import run
from imagesim.results.measures.pod_status import pod_statuses
from imagesim.studies.advising.formats.survival import survival_document, survival_text
from imagesim.studies.advising.gone.survival import if_gone
from imagesim.studies.advising.gone.trials import TRIALS
from tests.studies.advising.clean import Json, deployment, manifest, secret, world

HUB = {"auths": {"docker.io": {"username": "a", "password": "b"}}}


def pool(count: int = 3, **spec: object) -> Json:
    return world("NodePool", "workers", {"count": count, "network": "1Gbit/s", **spec})


def answers(*documents: Json, thing: str, runs: int = 2) -> dict[str, dict[str, str]]:
    """By object and trial the answer on one thing."""
    found: dict[str, dict[str, str]] = {}
    for cell in if_gone(*documents, things=[thing], runs=runs).cells:
        found.setdefault(cell.object, {})[cell.trial] = cell.answer
    return found


def test_without_its_registry_what_is_there_restarts_and_nothing_new_starts():
    web = deployment("shop", "web", "nginx:1", replicas=1)
    found = answers(pool(1), web, thing="registry=docker.io")["Deployment/shop/web"]
    assert found == {"restart": "yes", "scale-up": "no", "lost node": "no", "roll-out": "yes"}


def test_a_pod_that_always_asks_does_not_even_restart():
    web = deployment("shop", "web", "nginx:latest", replicas=1)
    found = answers(pool(1), web, thing="registry=docker.io")["Deployment/shop/web"]
    assert set(found.values()) == {"no"}


def test_pre_pulled_images_survive_everything_but_always():
    nodes = pool(2, prepulled=["nginx:1"])
    found = answers(nodes, deployment("shop", "web", "nginx:1", replicas=2), thing="registry=docker.io")
    assert set(found["Deployment/shop/web"].values()) == {"yes"}


def test_another_registry_is_nobodys_loss():
    documents = [pool(1), deployment("shop", "web", "nginx:1"), deployment("shop", "api", "quay.io/shop/api:1")]
    assert set(answers(*documents, thing="registry=quay.io")["Deployment/shop/web"].values()) == {"yes"}
    assert "no" in answers(*documents, thing="registry=quay.io")["Deployment/shop/api"].values()


def test_a_mirror_stands_in_for_its_registry():
    hosts = {"docker.io": {"mirrors": [{"host": "mirror.example"}]}}
    found = answers(pool(2, hosts=hosts), deployment("shop", "web", "nginx", replicas=2), thing="registry=docker.io")
    assert set(found["Deployment/shop/web"].values()) == {"yes"}


def test_a_deleted_tag_is_missed_by_those_who_name_it():
    documents = [pool(1), deployment("shop", "web", "nginx:1"), deployment("shop", "api", "nginx:2")]
    found = answers(*documents, thing="tag=nginx:1")
    assert found["Deployment/shop/web"]["scale-up"] == "no"
    assert set(found["Deployment/shop/api"].values()) == {"yes"}


def test_a_repository_that_is_gone_is_missed_under_all_its_tags():
    documents = [pool(1), deployment("shop", "web", "nginx:1"), deployment("shop", "api", "nginx:2")]
    found = answers(*documents, thing="repository=nginx")
    assert [each["lost node"] for each in found.values()] == ["no", "no"]


def test_a_credential_that_is_gone_is_missed_where_it_is_used():
    with_login = deployment("shop", "web", "shop/web:1", imagePullSecrets=[{"name": "hub"}])
    documents = [pool(1), secret("shop", "hub", HUB), with_login, deployment("shop", "open", "nginx:1")]
    found = answers(*documents, thing="credential=shop/hub")
    assert found["Deployment/shop/web"]["scale-up"] == "no"
    assert set(found["Deployment/shop/open"].values()) == {"yes"}


def test_since_1_35_a_pod_without_its_credential_does_not_restart_from_what_is_there():
    with_login = deployment("shop", "web", "shop/web:1", replicas=1, imagePullSecrets=[{"name": "hub"}])
    for version, restarts in (("1.34", "yes"), ("1.36", "no")):
        documents = [pool(1, kubernetesVersion=version), secret("shop", "hub", HUB), with_login]
        assert answers(*documents, thing="credential=shop/hub")["Deployment/shop/web"]["restart"] == restarts


def test_an_image_that_one_node_has_is_lost_with_it():
    registry = world("Registry", "registry.example", {"repositories": {}})
    nodes = pool(1, prepulled=["registry.example/shop/local:1"])
    other = world("NodePool", "others", {"count": 1})
    web = deployment("shop", "web", "registry.example/shop/local:1", replicas=1, nodeName="workers-0")
    assert answers(registry, nodes, other, web, thing="node=workers-0")["Deployment/shop/web"]["scale-up"] == "no"


def test_what_never_comes_up_is_not_blamed_on_the_loss():
    registry = world("Registry", "registry.example", {"repositories": {}})
    web = deployment("shop", "web", "registry.example/shop/web:1")
    survival = if_gone(registry, pool(1), web, runs=1)
    assert {str(cell) for cell in survival.cells} == {"-"}
    assert not survival.all_survive  # an answer about nothing is no good one


def test_a_daemon_set_grows_by_a_node_and_a_pod_of_its_own_only_restarts():
    labels = {"app": "agent"}
    pod = {"containers": [{"name": "main", "image": "nginx:1"}]}
    spec = {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}}
    documents = [pool(1), manifest("DaemonSet", "shop", "agent", spec=spec), manifest("Pod", "shop", "alone", spec=pod)]
    found = answers(*documents, thing="registry=docker.io")
    assert found["DaemonSet/shop/agent"] == {"restart": "yes", "scale-up": "no", "lost node": "no", "roll-out": "yes"}
    assert found["Pod/shop/alone"] == {"restart": "yes"}


def test_a_table_says_what_a_run_by_hand_says():
    documents = [pool(2), deployment("shop", "web", "nginx:1", replicas=1)]
    events = [
        {"at": "5m", "outage": {"registry": "docker.io", "for": "10h"}},
        {"at": "6m", "scale": {"workload": "Deployment/shop/web", "replicas": 2}},
    ]
    timeline = world("Timeline", "timeline", {"events": events})
    duration = world("Simulation", "by-hand", {"duration": "36m"})
    records = run(imagesim.load(*documents, timeline, duration), seed=1)
    by_hand = sum(0 < row.containers == row.ready for row in pod_statuses(records))
    (cell,) = [
        each for each in if_gone(*documents, things=["registry=docker.io"], runs=1).cells if each.trial == "scale-up"
    ]
    assert [each.ready for each in cell.runs] == [by_hand] == [1]


def test_where_it_depends_on_chance_the_table_says_in_how_many_runs():
    cells = if_gone("private-pull-secret", runs=5).cells
    (grown,) = [cell for cell in cells if (cell.object, cell.trial) == ("Deployment/tools/web", "scale-up")]
    good = sum(run.survived is True for run in grown.runs)
    assert 0 < good < 5
    assert (grown.answer, str(grown)) == ("by chance", f"in {good} of 5 runs")


def test_the_same_question_twice_has_the_same_answer():
    assert if_gone("registry-outage", runs=2) == if_gone("registry-outage", runs=2)


def test_without_a_thing_every_registry_is_asked_about():
    documents = [pool(1), deployment("shop", "web", "nginx:1"), deployment("shop", "api", "quay.io/shop/api:1")]
    assert if_gone(*documents, runs=1).things == ("registry docker.io", "registry quay.io")


def test_the_text_has_a_row_for_each_workload_and_says_what_was_assumed():
    jobs = manifest("Job", "shop", "once", spec={"template": {"spec": {"restartPolicy": "Never", "containers": [
        {"name": "main", "image": "nginx:1"}]}}})  # fmt: skip
    survival = if_gone(pool(1), deployment("shop", "web", "nginx:1"), jobs, runs=1)
    text = survival_text(survival)
    assert "If it were gone: registry docker.io\n" in text
    assert all(trial.upper() in text for trial in TRIALS)
    assert "Deployment/shop/web   yes" in text
    assert "Not asked about, since it need not keep running: Job/shop/once." in text
    assert survival_document(survival)["summary"]


@pytest.mark.parametrize(
    ("thing", "message"),
    [
        ("docker.io", "names nothing that can be gone"),
        ("registry=quay.io", "is no registry that anything here uses"),
        ("tag=nginx:2", "did you mean docker.io/library/nginx:1"),
        ("credential=shop/hub", "there is no credential here"),
        ("node=workers-9", "did you mean workers-0"),
        ("registry=", "names nothing that can be gone"),
    ],
)
def test_a_thing_that_is_not_there_is_a_mistake(thing: str, message: str):
    with pytest.raises(imagesim.ScenarioError, match=message):
        if_gone(pool(1), deployment("shop", "web", "nginx:1"), things=[thing])


def test_where_nothing_keeps_running_there_is_nothing_to_ask():
    job = manifest("Job", "shop", "once", spec={"template": {"spec": {"restartPolicy": "Never", "containers": [
        {"name": "main", "image": "nginx:1"}]}}})  # fmt: skip
    with pytest.raises(imagesim.ScenarioError, match="nothing here is meant to keep running"):
        if_gone(pool(1), job)
