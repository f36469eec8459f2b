"""The shipped scenarios about private registries: the exact events of the pods that start and of those that do not."""

from typing import NamedTuple

import pytest

from imagesim.engine.records import Records
from imagesim.engine.run import run
from imagesim.scenarios.loading import load

WEB = "registry.example/shop/web:v1"
PLUGIN = "NodePool/workers:spec.credentials.providers.plugins.cloud-login"
PULLING = ("Normal", "Pulling", f'Pulling image "{WEB}"')
PULLED = ("Normal", "Pulled", f'Successfully pulled image "{WEB}" in TIME (TIME including waiting). '
          "Image size: 44042905 bytes.")  # fmt: skip
PRESENT = ("Normal", "Pulled", f'Container image "{WEB}" already present on machine and can be accessed by the pod')
STARTED = [("Normal", "Created", "Container created"), ("Normal", "Started", "Container started")]
BACK_OFF = [
    ("Normal", "BackOff", f'Back-off pulling image "{WEB}"'),
    ("Warning", "Failed", "Error: ImagePullBackOff"),
]
RESOLVING = f'failed to pull and unpack image "{WEB}": failed to resolve image: '
DENIED = f"{RESOLVING}pull access denied, repository does not exist or may require authorization: "
NO_LOGIN = f"{DENIED}authorization failed: no basic auth credentials"
NO_SCOPE = f"{DENIED}server message: insufficient_scope: authorization failed"
BAD_LOGIN = (
    f"{RESOLVING}failed to authorize: failed to fetch oauth token: unexpected status from GET request to "
    "https://registry.example/token?scope=repository%3Ashop%2Fweb%3Apull&service=registry.example: 401 Unauthorized"
)
NO_SECRET = (
    "Warning",
    "FailedToRetrieveImagePullSecret",
    "Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.",
)


def refused(error: str) -> list[tuple[str, str, str]]:
    """The events of a pull that fails and of the back-off after it."""
    failed = ("Warning", "Failed", f'Failed to pull image "{WEB}": {error}')
    return [PULLING, failed, ("Warning", "Failed", "Error: ErrImagePull"), *BACK_OFF]


class Pods(NamedTuple):
    """The pods of one Deployment: the credential of each that started, and the events of the first."""

    credentials: list[str]
    events: list[tuple[str, str, str]]


def pods(records: Records, namespace: str, deployment: str) -> Pods:
    """What became of a Deployment; an event that comes again is left out, and times are not compared."""
    names = [row.pod for row in records.pods if str(row.workload) == f"Deployment/{namespace}/{deployment}"]
    done = [row for row in records.pulls if row.namespace == namespace and row.pod in names and row.outcome != "Failed"]
    events = [
        (row.type, row.reason, _without_times(row.message))
        for row in records.events
        if str(row.object) == f"Pod/{namespace}/{names[0]}" and row.reason != "Scheduled"
    ]
    return Pods([row.credential for row in done], list(dict.fromkeys(events)))


def _without_times(message: str) -> str:
    head, pulled, rest = message.partition(" in ")
    if not (pulled and head.startswith("Successfully")):
        return message
    return f"{head} in TIME (TIME including waiting){rest.partition('including waiting)')[2]}"


CASES = {
    "private-node-config": [
        ("shop", "web", ["node"], [PULLING, PULLED, *STARTED]),
        ("shop", "web-at-the-edge", [], refused(NO_LOGIN)),
    ],
    "private-provider-plugin": [
        ("shop", "web", ["node", "node"], [PULLING, PULLED, *STARTED]),
        ("shop", "web-forgotten", [], refused(NO_SCOPE)),
    ],
    "private-prepulled": [
        ("shop", "web", [""], [PRESENT, *STARTED]),
        ("shop", "web-always", [], refused(NO_LOGIN)),
    ],
    "private-pull-secret": [
        ("shop", "web", ["Secret shop/regcred"], [PULLING, PULLED, *STARTED]),
        ("tools", "web", ["Secret tools/regcred"], [PULLING, PULLED, *STARTED]),
        ("staging", "web", ["Secret staging/regcred"], [NO_SECRET, *refused(NO_LOGIN)]),  # its start: too many events
    ],
    "private-vendor-hook": [
        ("shop", "web", ["vendor hook"], [PULLING, PULLED, *STARTED]),
        ("shop", "web-old-login", [], refused(BAD_LOGIN)),
    ],
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", CASES)
def test_each_way_works_for_one_workload_and_not_for_another(name: str, seed: int) -> None:
    records = run(load(name), seed)
    for namespace, deployment, credentials, events in CASES[name]:
        found = pods(records, namespace, deployment)
        stays = [event for event in found.events if event[1] != "Killing"]  # the plugin's workload rolls out a new tag
        assert (found.credentials, stays) == (credentials, events), deployment


def test_a_secret_that_is_created_helps_when_the_back_off_has_run_out() -> None:
    scenario = load("private-pull-secret")
    (pulled,) = (row for row in run(scenario).pulls if row.namespace == "staging" and row.outcome == "Pulled")
    assert 600 < pulled.queued_s <= 600 + 316
    assert pulled.attempt > 1


def test_a_token_that_is_kept_longer_than_it_is_good_for_is_refused() -> None:
    fresh, stale = (
        load("private-provider-plugin"),
        load("private-provider-plugin", values={f"{PLUGIN}.cacheDuration": "1h"}),
    )
    v2 = "registry.example/shop/web:v2"
    assert [row.outcome for row in run(fresh).pulls if row.image == v2] == ["Pulled"]
    failed = [row for row in run(stale).pulls if row.image == v2]
    assert {row.outcome for row in failed} == {"Failed"}
    assert failed[0].error == BAD_LOGIN.replace("web:v1", "web:v2")


def test_under_another_policy_a_preloaded_image_has_to_be_earned_too() -> None:
    path = "NodePool/workers:spec.kubelet.imagePullCredentialsVerificationPolicy"
    records = run(load("private-prepulled", values={path: "AlwaysVerify"}))
    assert pods(records, "shop", "web") == Pods([], refused(NO_LOGIN))


def test_an_agent_that_starts_late_leaves_pods_in_back_off() -> None:
    records = run(load("private-vendor-hook", values={"NodePool/workers:spec.credentials.vendorHook.from": "3m"}))
    found = pods(records, "shop", "web")
    assert found == Pods(["vendor hook"], refused(NO_SCOPE))
    assert records.events_dropped  # of the pull that worked at last: a pod has 25 events, and then one in five minutes


@pytest.mark.parametrize("seed", [1, 2])
def test_a_node_that_joins_later_has_neither_the_config_nor_the_image(seed: int) -> None:
    records = run(load("node-added-later"), seed)
    new = [row for row in records.pods if row.node == "autoscaled-0"]
    assert sorted(row.workload.name for row in new) == ["tools", "web"]
    assert all(row.created_s == 360 and row.ready_s is None for row in new)
    assert all(row.ready_s is not None for row in records.pods if row not in new)
    events = {
        row.workload.name: list(dict.fromkeys(
            event[3:6] for event in records.events
            if event.object.name == row.pod and event.reason != "Scheduled"
        ))
        for row in new
    }  # fmt: skip
    tools = "registry.example/shop/tools:v1"
    assert events == {
        "web": refused(NO_LOGIN),
        "tools": [
            ("Warning", "ErrImageNeverPull", f'Container image "{tools}" is not present with pull policy of Never'),
            ("Warning", "Failed", "Error: ErrImageNeverPull"),
        ],
    }
