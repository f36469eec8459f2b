"""What `kubectl get -o yaml` prints of a cluster: pods that have ended, that go, that nodes of theirs ran."""

from collections.abc import Callable

from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]

SPEC = "containers: [{name: c, image: 'r.example/a:v1'}]"


def pod(name: str, *, owner: str = "", metadata: str = "", spec: str = "", status: str = "") -> str:
    owners = f", ownerReferences: [{{kind: {owner}, name: it, uid: u, controller: true}}]" if owner else ""
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}, namespace: ops{owners}{metadata}}}\n"
        f"spec: {{{SPEC}{spec}}}\n" + (f"status: {status}\n" if status else "")
    )


def pinned(node: str, expressions: str = "") -> str:
    term = f"{{matchFields: [{{key: metadata.name, operator: In, values: [{node}]}}]{expressions}}}"
    required = f"requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{term}]}}"
    return f", affinity: {{nodeAffinity: {{{required}}}}}"


def said(scenario: Scenario, words: str) -> list[str]:
    return [sentence for sentence in scenario.assumptions if words in sentence]


def test_pods_that_have_ended_do_not_run_again(loaded: Loaded) -> None:
    scenario = loaded(
        pod("done", owner="Job", status="{phase: Succeeded}"),
        pod("evicted", status="{phase: Failed, reason: Evicted}"),
        pod("runs", status="{phase: Running}"),
        pod("waits", status="{phase: Pending}"),
    )
    assert [each.name for each in scenario.pods] == ["runs", "waits"]
    assert said(scenario, " over ") == [
        "2 objects that are over are left out: Pod/ops/done (Succeeded), Pod/ops/evicted (Failed)."
    ]


def test_what_is_being_deleted_is_left_out(loaded: Loaded, deployment: str) -> None:
    going = ', deletionTimestamp: "2026-11-01T08:00:00Z"'
    scenario = loaded(
        pod("going", metadata=going), deployment.replace("  name: web\n", "  name: web\n  deletionTimestamp: t\n")
    )
    assert (scenario.pods, scenario.workloads) == ((), ())
    assert said(scenario, " over ") == [
        "2 objects that are over are left out: Pod/ops/going (being deleted), Deployment/shop/web (being deleted)."
    ]


def test_of_many_only_some_are_named(loaded: Loaded) -> None:
    scenario = loaded(*(pod(f"p{number}", status="{phase: Failed}") for number in range(7)))
    (sentence,) = said(scenario, " over ")
    assert sentence.startswith("7 objects that are over are left out: Pod/ops/p0 (Failed), ")
    assert sentence.endswith("Pod/ops/p4 (Failed) and 2 more.")


def test_a_job_that_has_ended_does_not_run_again(loaded: Loaded) -> None:
    job = (
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: it, namespace: ops}\n"
        f"spec: {{template: {{spec: {{restartPolicy: Never, {SPEC}}}}}}}\n"
        "status: {conditions: [{type: Complete, status: 'True'}]}\n"
    )
    scenario = loaded(job, pod("one", owner="Job", status="{phase: Succeeded}"))
    assert (scenario.workloads, scenario.pods) == ((), ())
    assert said(scenario, " over ") == [
        "2 objects that are over are left out: Job/ops/it (Complete), Pod/ops/one (Succeeded)."
    ]


def test_pods_of_nodes_that_are_not_here_are_placed_anew_and_that_is_said_once(loaded: Loaded) -> None:
    scenario = loaded(
        *(pod(f"p{number}", spec=f", nodeName: n{number}") for number in range(4)),
        pod("here", spec=", nodeName: workers-2"),
        pod("beyond", spec=", nodeName: workers-3"),
    )
    assert [each.spec.node_name for each in scenario.pods] == ["", "", "", "", "workers-2", ""]
    assert said(scenario, "not here") == [
        "5 pods name nodes that are not here: Pod/ops/p0 n0, Pod/ops/p1 n1, Pod/ops/p2 n2 and 2 more; "
        "the scheduler places them."
    ]


def test_one_pod_of_another_node_is_said_as_one(loaded: Loaded) -> None:
    assert said(loaded(pod("p", spec=", nodeName: n1")), "not here") == [
        "1 pod names a node that is not here: Pod/ops/p n1; the scheduler places it."
    ]


def test_a_daemon_set_s_pod_is_not_held_to_a_node_that_is_not_here(loaded: Loaded) -> None:
    there = ", matchExpressions: [{key: gpu, operator: Exists}]"
    scenario = loaded(
        pod("away", owner="DaemonSet", spec=pinned("n7")),
        pod("picky", owner="DaemonSet", spec=pinned("n7", there)),
        pod("here", owner="DaemonSet", spec=pinned("workers-0")),
        pod("alone", spec=pinned("n7")),
    )
    away, picky, here, alone = (each.spec.node_affinity for each in scenario.pods)
    assert away is None
    assert picky is not None
    assert [(term.match_fields, term.match_expressions[0].key) for term in picky.node_selector_terms] == [((), "gpu")]
    for kept in (here, alone):
        assert kept is not None
        assert kept.node_selector_terms[0].match_fields
    assert said(scenario, "not here") == [
        "2 pods name nodes that are not here: Pod/ops/away n7, Pod/ops/picky n7; the scheduler places them."
    ]
    assert loaded(dump(scenario)).pods == scenario.pods


def test_a_deployment_that_is_paused_says_why_it_has_no_pods(loaded: Loaded, deployment: str) -> None:
    scenario = loaded(deployment.replace("  replicas: 4\n", "  replicas: 4\n  paused: true\n"))
    assert said(scenario, "paused") == [
        "Deployment/shop/web is paused from the start: until it is resumed it begins no roll-out, so it has no pods."
    ]
    assert said(loaded(deployment), "paused") == []


def test_images_that_nobody_describes_fit_every_platform_and_that_is_said_where_it_matters(
    loaded: Loaded, deployment: str
) -> None:
    pool = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: %s}\nspec: {platform: %s}\n"
    mixed = loaded(deployment, pool % ("a", "linux/arm64"), pool % ("b", "linux/amd64"), pool % ("c", "windows/amd64"))
    (sentence,) = said(mixed, "No document describes")
    assert "in one layer that fits every platform (linux/arm64, windows/amd64 too), answered" in sentence
    (sentence,) = said(loaded(deployment), "No document describes")
    assert "platform" not in sentence
