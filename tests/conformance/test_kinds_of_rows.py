"""Kinds of recorded rows that the samples do not hold: made by hand from their neighbours and from the source.

As the recorder writes them, a text that is empty is left out.
"""

import base64
import hashlib
import json
from copy import deepcopy

import simpy

from imagesim.rules.versions import kubernetes
from tests.conformance import check_image_manager, check_plugin, check_rollout, check_serviceaccount
from tests.conformance.kubelet_replay import replay
from tests.conformance.recorded_kubelet import RecordedKubelet

VERSION = "credentialprovider.kubelet.k8s.io/v1"
PLUGIN = {"apiVersion": VERSION, "defaultCacheDuration": "0s", "matchImages": ["*"], "name": "p"}
CONFIG = {"apiVersion": "kubelet.config.k8s.io/v1", "kind": "CredentialProviderConfig", "providers": [PLUGIN]}


def hash_of(credential):
    return hashlib.sha256(credential.encode()).hexdigest()[:16]


EMPTY_HASH = hash_of("{}")


def answer(**entry):
    auth = {"*": entry}
    return {"apiVersion": VERSION, "auth": auth, "cacheKeyType": "Image", "kind": "CredentialProviderResponse"}


def lookup(response, image="localhost", credentials=(), **operation):
    request = {"apiVersion": VERSION, "image": image, "kind": "CredentialProviderRequest"}
    operation = {
        "t_ms": 0,
        "responses": {"p": response},
        "runs": [{"plugin": "p", "request": request}],
        "credentials": list(credentials),
        "found": bool(credentials),
        "logged_errors": [],
        **({"image": image} if image else {}),
        **operation,
    }
    return {"kind": "lookup", "plugins": [PLUGIN], "ops": [operation]}


def test_a_plugin_is_asked_for_an_empty_image_too():
    one = {"username": "u", "password": "p", "hash": hash_of('{"username":"u","password":"p"}')}
    row = lookup(answer(username="u", password="p"), image="", credentials=[one])
    assert check_plugin.check(row) in (None, ""), check_plugin.check(row)


def test_an_answer_with_an_empty_user_and_password_is_a_credential():
    for response in (answer(), answer(username="", password="")):
        for recorded in ({"hash": EMPTY_HASH}, {"hash": EMPTY_HASH, "username": "", "password": ""}):
            assert not check_plugin.check(lookup(response, credentials=[recorded]))
    wrong = {"hash": EMPTY_HASH, "username": "None"}
    assert check_plugin.check(lookup(answer(), credentials=[wrong]))


def test_an_empty_image_is_an_invalid_name():
    text = 'Failed to apply default image tag "": couldn\'t parse image name "": invalid reference format'
    call = {
        "t_ms": 0, "pod_uid": "u", "policy": "Always", "event_ref": True, "out_error": "InvalidImageName",
        "out_message": text, "end_ms": 0, "backoff_ms_after": 0, "events": [[0, "Warning", "InspectFailed", text]],
    }  # fmt: skip
    row = {"mode": "sequence", "serialize": True, "max_parallel": None, "qps": 0, "burst": 0, "calls": [call]}
    assert not check_image_manager.check(row, "1.32")


def test_a_restart_makes_a_new_token_bucket():
    """One pull empties it; the next, right after a restart, is made."""
    ensure = {
        "op": "ensure", "t_ms": 0, "pod": {"uid": "u1", "name": "a", "namespace": "n", "service_account": ""},
        "image": "example.com/a:1", "policy": "Always", "image_id": "sha256:a",
    }  # fmt: skip
    restart = {"op": "restart", "t_ms": 1}
    steps = [ensure, restart, {**ensure, "t_ms": 2, "pod": {**ensure["pod"], "uid": "u2"}}]
    row = {
        "gate": True, "verification_policy": "NeverVerify", "allow_list": [], "serialize": True, "max_parallel": None,
        "qps": 0.001, "burst": 1, "secrets": {}, "node_config": {}, "plugins": [], "service_accounts": [],
        "preloaded": [], "mode": "sequence", "steps": steps,
    }  # fmt: skip
    with_restart, without = outcomes(row), outcomes({**row, "steps": [steps[0], steps[2]]})
    assert with_restart == ["", ""]
    assert without == ["", "ErrImagePull"]


def outcomes(row):
    """How each pull of a row ended, as our kubelet does it."""
    env, row = simpy.Environment(), deepcopy(row)
    kubelet = RecordedKubelet(env, row, kubernetes("1.36"))
    replay(env, row["mode"], row["steps"], kubelet.step)
    return [kubelet.got[id(step)]["out_error"] for step in row["steps"] if step["op"] == "ensure"]


def test_a_hundred_secrets_and_more_of_one_image():
    """Every pull adds its secret, however many there are; from a hundred on a match adds nothing."""
    secrets = {f"s{n:03}": secret(n) for n in range(103)}
    pods = [{"uid": f"u{n}", "name": f"p{n}", "namespace": "n", "service_account": ""} for n in range(103)]
    pulls = [
        {
            "op": "ensure", "t_ms": n * 1000, "pod": pods[n], "image": "example.com/a:1", "policy": "Always",
            "secrets": [f"s{n:03}"], "image_id": "sha256:a",
        }
        for n in range(102)
    ]  # fmt: skip
    same = {**pulls[0], "t_ms": 200_000, "policy": "IfNotPresent", "secrets": ["s102"], "pod": pods[102]}
    listed = len_of_record({"secrets": secrets, "steps": [*pulls, same]})
    assert listed == 102
    few = len_of_record({"secrets": secrets, "steps": [*pulls[:99], same]})
    assert few == 100


def secret(number):
    user = base64.b64encode(f"u{number % 102}:p".encode()).decode()
    data = json.dumps({"auths": {"example.com": {"auth": user}}})
    kind = "kubernetes.io/dockerconfigjson"
    return {
        "namespace": "n", "name": f"s{number:03}", "uid": f"uid-{number}", "type": kind,
        "data_key": ".dockerconfigjson", "data": data,
    }  # fmt: skip


def len_of_record(part):
    row = {
        "gate": True, "verification_policy": "NeverVerifyPreloadedImages", "allow_list": [], "serialize": True,
        "max_parallel": None, "qps": 0, "burst": 0, "node_config": {}, "plugins": [], "service_accounts": [],
        "preloaded": [], "mode": "sequence", **part,
    }  # fmt: skip
    env = simpy.Environment()
    kubelet = RecordedKubelet(env, row, kubernetes("1.36"))
    replay(env, "sequence", row["steps"], kubelet.step)
    assert [kubelet.got[id(step)]["out_error"] for step in row["steps"]] == [""] * len(row["steps"])
    (record,) = kubelet.records()["pulled"]
    return len(record["credentials"]["example.com/a"]["secrets"])


def test_a_configuration_that_is_empty_or_lacks_its_binary_or_its_folder():
    def config(error, **row):
        return check_plugin.check({"kind": "config", "plugins": [], "error": error, **row})

    assert not config("error decoding config \"<root>/conf.yaml\": Object 'Kind' is missing in ''", note="empty file")
    other = {**CONFIG, "providers": [{**PLUGIN, "name": "other"}]}
    assert not config("plugin binary executable  did not exist", note="missing binary", config=other)
    assert not config("plugin binary directory <root>/bin did not exist", note="missing bin dir", config=CONFIG)
    assert not config("", note="good", config=CONFIG)


def test_a_mirror_pod_is_refused_for_the_account_that_it_names_whether_that_is_there_or_not():
    pod = {"service_account_name": "gone", "image_pull_secrets": None, "mirror": True, "env_secret": "",
           "volume_secret": ""}  # fmt: skip
    row = {
        "admit_error": 'pods "x" is forbidden: a mirror pod may not reference service accounts', "handles": True,
        "image_pull_secrets": [], "operation": "CREATE", "pod": pod, "service_account_name": "gone",
        "service_accounts": None, "subresource": "",
    }  # fmt: skip
    assert not check_serviceaccount.check(row)
    assert not check_serviceaccount.check({**row, "pod": {**pod, "service_account_name": ""}, "admit_error": None,
                                           "service_account_name": ""})  # fmt: skip


def test_a_recording_that_ended_before_the_pods_of_a_scale_up_were_available():
    """The roll-out counts as complete all the while, so the recorder waited neither for them nor for a deadline."""
    row = scaled_up_while_complete(available_at_the_end=1)
    assert not check_rollout.check(row), check_rollout.check(row)
    assert "steps: recorded" in check_rollout.check(scaled_up_while_complete(available_at_the_end=2))


def scaled_up_while_complete(available_at_the_end):
    """One replica, complete at 5 s, becomes two at 20 s; the second is Ready at 21 s and would be available at 25 s."""
    name = "web-abc"
    scenario = {
        "strategy": "RollingUpdate", "replicas": 1, "max_surge": "1", "max_unavailable": "0", "min_ready_s": 4,
        "progress_deadline_s": 20, "revision_history_limit": 10, "images": {"app:1": [1]}, "term_running_s": 0,
        "term_pending_s": 0, "priority": "deployment", "end": 620,
        "ops": [{"t": 0, "op": "create", "image": "app:1"}, {"t": 20, "op": "scale", "n": 2}],
    }  # fmt: skip
    few, enough = "Deployment does not have minimum availability.", "Deployment has minimum availability."
    return {
        "scenario": scenario,
        "replica_sets": [[name, "app:1"]],
        "steps": [
            [0, "deployment", [[1, 0, 0, 0]]],
            [20, "scale", [[1, 1, 1, 1]]],
            [20, "deployment", [[2, 1, 1, 1]]],
            [22, "end", [[2, 2, 2, available_at_the_end]]],
        ],
        "conditions": [
            [0, "Progressing", "True", "NewReplicaSetCreated", f'Created new replica set "{name}"', 0, 0],
            [0, "Available", "False", "MinimumReplicasUnavailable", few, 0, 0],
            [0, "Progressing", "True", "ReplicaSetUpdated", f'ReplicaSet "{name}" is progressing.', 0, 0],
            [1, "Progressing", "True", "ReplicaSetUpdated", f'ReplicaSet "{name}" is progressing.', 1, 0],
            [5, "Available", "True", "MinimumReplicasAvailable", enough, 5, 5],
            [5, "Progressing", "True", "NewReplicaSetAvailable",
             f'ReplicaSet "{name}" has successfully progressed.', 5, 0],
            [20, "Available", "False", "MinimumReplicasUnavailable", few, 20, 20],
        ],
        "events": [
            [0, "Normal", "ScalingReplicaSet", f"Scaled up replica set {name} from 0 to 1"],
            [20, "Normal", "ScalingReplicaSet", f"Scaled up replica set {name} from 1 to 2"],
        ],
        "final": {
            "available": 1, "generation": 2, "observed_generation": 2, "pods": 2, "ready": 2, "replicas": 2,
            "revision": "1", "unavailable": 1, "updated": 2,
        },
    }  # fmt: skip
