"""Unauthorised uses: one node, a private image, and pods with and without something that could pull it."""

import pytest

from imagesim.engine.run import Cluster, run
from imagesim.results.expectations import parse_expectation
from imagesim.scenarios.loading import load
from tests.results.measures.private_worlds import (
    IMAGE,
    POLICY,
    A,
    document,
    late,
    logins,
    pod,
    secret,
    uses,
    world,
)


def test_a_pod_without_a_login_that_uses_what_another_pulled_is_one_use_to_the_end_of_the_run():
    (use,) = uses(*A, late("b"))
    assert use._replace(started_s=0.0, digest="") == (
        "b", "", "app", "app", IMAGE, "node-0", 0.0, None, "", "pull", "a/app", "Secret a/login",
    )  # fmt: skip
    assert 60 < use.started_s < 70


def test_each_start_of_its_container_is_a_use_from_its_start_to_its_end():
    events = [{"at": "5m", "restart": {"target": "Pod/b/app"}}]
    first, second = uses(*A, late("b"), events=events)
    assert first.ended_s == 300
    assert second.started_s > 300
    assert second.ended_s is None


@pytest.mark.parametrize(
    ("login", "found"),
    [
        (("alice", "apple"), 0),
        (("alice", "wrong"), 1),
        (("bob", "pear"), 1),
        (("nobody", "apple"), 1),
    ],
    ids=["the user who may", "another password", "a user who may not", "no user"],
)
def test_a_login_counts_if_the_registry_would_let_it_in(login, found):
    assert len(uses(*A, secret("b", *login), late("b", secrets=["login"]))) == found


def test_a_secret_that_is_not_there_or_of_another_namespace_is_none():
    assert len(uses(*A, late("b", secrets=["login"]))) == 1


def test_what_the_service_account_gives_a_pod_is_its_own():
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default", "namespace": "b"}}
    account["imagePullSecrets"] = [{"name": "login"}]
    assert uses(*A, secret("b"), account, late("b")) == []


@pytest.mark.parametrize(
    "credentials",
    [
        {"config": logins("alice", "apple")},
        {"vendorHook": {"auth": {"reg.test": {"username": "alice", "password": "apple"}}}},
    ],
    ids=["docker config", "vendor's hook"],
)
def test_what_the_node_can_pull_with_is_for_every_pod_on_it(credentials):
    assert uses(*A, late("b"), node={"credentials": credentials}) == []


def test_a_login_of_the_node_that_may_not_pull_the_image_helps_nobody():
    assert len(uses(*A, late("b"), node={"credentials": {"config": logins("bob", "pear")}})) == 1


def test_a_plugin_counts_by_its_user_even_while_it_fails():
    config = {
        "apiVersion": "kubelet.config.k8s.io/v1",
        "kind": "CredentialProviderConfig",
        "providers": [
            {
                "name": "cloud",
                "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
                "matchImages": ["reg.test"],
                "defaultCacheDuration": "0s",
            }
        ],
    }
    plugin = {"auth": {"reg.test": {"username": "alice", "password": "apple"}}, "failsFrom": "0s", "validFor": "1m"}
    node = {"credentials": {"providers": {"config": config, "plugins": {"cloud": plugin}}}}
    assert uses(*A, late("b"), node=node) == []


def test_a_plugin_that_asks_for_each_service_account_is_for_those_that_it_accepts():
    provider = {
        "name": "cloud",
        "apiVersion": "credentialprovider.kubelet.k8s.io/v1",
        "matchImages": ["reg.test"],
        "defaultCacheDuration": "0s",
        "tokenAttributes": {
            "serviceAccountTokenAudience": "reg.test",
            "cacheType": "ServiceAccount",
            "requireServiceAccount": True,
        },
    }
    config = {
        "apiVersion": "kubelet.config.k8s.io/v1",
        "kind": "CredentialProviderConfig",
        "providers": [provider],
    }
    plugin = {
        "auth": {"reg.test": {"username": "alice", "password": "apple"}},
        "serviceAccounts": ["a/default", "b/default"],
    }
    node = {"credentials": {"providers": {"config": config, "plugins": {"cloud": plugin}}}}
    assert [use.namespace for use in uses(pod("a"), late("b"), late("c"), node=node)] == ["c"]


def test_a_secret_that_nobody_can_read_spoils_the_others_and_not_what_the_node_has():
    broken = secret("b", name="broken")
    broken["stringData"] = {".dockerconfigjson": '{"auths": {"reg.test": {"auth": "?"}}}'}
    wants, there = pod("b", secrets=["login", "broken"]), {"prepulled": [IMAGE]}
    assert len(uses(secret("b"), broken, wants, node=there)) == 1
    own = {"credentials": {"config": logins("alice", "apple")}}
    assert uses(secret("b"), broken, wants, node=there | own) == []


def test_who_was_let_in_before_the_kubelet_was_started_again_still_is():
    open_mirror = document("Registry", "mirror.test", repositories={"a/app": {"tags": {"v1": "app"}}})
    node = {"hosts": {"reg.test": {"mirrors": [{"host": "https://mirror.test"}]}}}
    events = [{"at": "4m", "restartKubelet": {"node": "node-0"}}, {"at": "5m", "restart": {"target": "Pod/a/app"}}]
    assert uses(pod("a"), open_mirror, node=node, events=events) == []


def test_a_public_repository_is_used_by_everybody():
    public = "reg.test/open/app:v1"
    assert uses(pod("a", image=public), late("b", image=public)) == []


def test_a_preloaded_image_that_nobody_could_pull_is_used_by_each_pod_in_turn():
    found = uses(pod("a"), pod("b"), node={"prepulled": [IMAGE]})
    assert [(use.namespace, use.source, use.puller, use.credential) for use in found] == [
        ("a", "preloaded", "", ""),
        ("b", "preloaded", "", ""),
    ]


def test_a_mirror_that_lets_a_pod_in_makes_no_unauthorised_use_of_it_nor_of_its_restarts():
    open_mirror = document("Registry", "mirror.test", repositories={"a/app": {"tags": {"v1": "app"}}})
    node = {"hosts": {"reg.test": {"mirrors": [{"host": "https://mirror.test"}]}}}
    events = [{"at": "5m", "restart": {"target": "Pod/a/app"}}]
    assert uses(pod("a"), open_mirror, node=node, events=events) == []


def test_a_password_that_was_changed_is_none_for_pods_that_start_later_and_takes_nothing_from_those_that_pulled():
    events = [
        {"at": "30s", "setPassword": {"registry": "reg.test", "user": "alice", "password": "other"}},
        {"at": "5m", "restart": {"target": "Pod/a/app"}},
    ]
    found = uses(*A, secret("b"), late("b", secrets=["login"]), events=events)
    assert [use.namespace for use in found] == ["b"]


def test_always_asks_for_each_pod_and_leaves_no_use():
    assert uses(*A, late("b", policy="Always")) == []


def test_an_image_volume_is_one_use_however_often_the_kubelet_looks_at_it():
    volume = {"name": "model", "image": {"reference": IMAGE, "pullPolicy": "IfNotPresent"}}
    wants = pod("b", image="public.test/other:v1", volumes=[volume])
    found = uses(wants, node={"prepulled": [IMAGE]}, version="1.36")
    assert [(use.container, use.ended_s) for use in found] == [("model", None)]


def test_from_1_35_on_the_kubelet_asks_and_only_what_was_preloaded_is_left():
    assert uses(*A, late("b"), version="1.36") == []
    assert len(uses(pod("b"), node={"prepulled": [IMAGE]}, version="1.36")) == 1
    assert uses(pod("b"), node={"prepulled": [IMAGE]}, version="1.36", values={POLICY: "AlwaysVerify"}) == []
    assert len(uses(*A, late("b"), version="1.36", values={POLICY: "NeverVerify"})) == 1


def test_it_is_expected_by_number():
    records = run(load(*world(*A, late("b"))))
    assert parse_expectation("unauthorised <= 1").of(records).met
    answer = parse_expectation("unauthorised == 0").of(records)
    assert str(answer) == "not met: unauthorised == 0 (measured: 1)"


def test_it_is_the_same_whether_pods_in_back_off_sleep_or_not():
    scenario = load(*world(*A, late("b"), pod("c", policy="Always")))
    asleep, awake = (_finished(Cluster(scenario, 1, sleep=sleep), scenario) for sleep in (True, False))
    assert asleep.unauthorised_starts == awake.unauthorised_starts != ()


def _finished(cluster, scenario):
    cluster.env.run(until=scenario.duration_s)
    return cluster.finish()
