"""Secrets that are planted wherever a document can hold one turn up in no output, and a saved run runs the same."""

import base64
import json
import pickle
from pathlib import Path

import pytest

from imagesim.engine.run import run
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.saving import dump
from tests.cli.conftest import Command

PLANTED = {
    "password": "Pl4nted-password",
    "auth": "Pl4nted-auth",
    "token": "Pl4nted-token",
    "stringData": "Pl4nted-string",
    "dockercfg": "Pl4nted-cfg",
    "node": "Pl4nted-node",
    "hook": "Pl4nted-hook",
    "event": "Pl4nted-event",
    "opaque": "Pl4nted-opaque",
    "argument": "Pl4nted-argument",
    "new password": "Pl4nted-new",
}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def config(registry: str, **entry: str) -> str:
    return json.dumps({"auths": {registry: entry}})


AUTH = encoded(f"a:{PLANTED['auth']}")
WORLD = f"""\
apiVersion: imagesim/v1
kind: Registry
metadata: {{name: r.example}}
spec:
  auth: basic
  users:
    - {{name: p, password: {PLANTED["password"]}}}
    - {{name: a, password: {PLANTED["auth"]}}}
    - {{name: t, password: {PLANTED["token"]}}}
    - {{name: s, password: {PLANTED["stringData"]}}}
    - {{name: c, password: {PLANTED["dockercfg"]}}}
    - {{name: n, password: {PLANTED["node"]}}}
    - {{name: h, password: {PLANTED["hook"]}}}
    - {{name: e, password: {PLANTED["event"]}}}
  access: [{{repository: '*', users: [p, a, t, s, c, n, h, e]}}]
  repositories:
    app: {{tags: {{v1: app}}}}
---
apiVersion: imagesim/v1
kind: Image
metadata: {{name: app}}
spec: {{layers: [1Mi]}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: file}}
spec: {{labels: {{pool: file}}, credentials: {{config: node.json}}}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: hook}}
spec:
  labels: {{pool: hook}}
  credentials: {{vendorHook: {{auth: {{r.example: {{username: h, password: {PLANTED["hook"]}}}}}}}}}
---
apiVersion: imagesim/v1
kind: NodePool
metadata: {{name: plugin}}
spec:
  labels: {{pool: plugin}}
  credentials:
    providers:
      config:
        apiVersion: kubelet.config.k8s.io/v1
        kind: CredentialProviderConfig
        providers:
          - name: cloud
            apiVersion: credentialprovider.kubelet.k8s.io/v1
            matchImages: [r.example]
            defaultCacheDuration: 1h
            args: [--key={PLANTED["argument"]}]
            env: [{{name: KEY, value: {PLANTED["argument"]}}}]
      plugins:
        cloud: {{auth: {{r.example: {{username: t, password: {PLANTED["token"]}}}}}, validFor: 1h}}
---
apiVersion: imagesim/v1
kind: Timeline
metadata: {{name: t}}
spec:
  events:
    - at: 1m
      createSecret:
        apiVersion: v1
        kind: Secret
        metadata: {{name: event}}
        type: kubernetes.io/dockerconfigjson
        stringData: {{.dockerconfigjson: '{config("r.example", username="e", password=PLANTED["event"])}'}}
    - at: 9m
      setPassword: {{registry: r.example, user: p, password: {PLANTED["new password"]}}}
---
apiVersion: imagesim/v1
kind: Simulation
metadata: {{name: planted}}
spec: {{duration: 10m}}
"""
SECRETS = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: auth, annotations: {{kubectl.kubernetes.io/last-applied-configuration: '{{"a":"{AUTH}"}}'}}}}
type: kubernetes.io/dockerconfigjson
data: {{.dockerconfigjson: {encoded(config("r.example", auth=AUTH))}}}
---
apiVersion: v1
kind: Secret
metadata: {{name: string}}
type: kubernetes.io/dockerconfigjson
stringData: {{.dockerconfigjson: '{config("r.example", username="s", password=PLANTED["stringData"])}'}}
---
apiVersion: v1
kind: Secret
metadata: {{name: cfg}}
type: kubernetes.io/dockercfg
data: {{.dockercfg: {encoded(json.dumps({"r.example": {"username": "c", "password": PLANTED["dockercfg"]}}))}}}
---
apiVersion: v1
kind: Secret
metadata: {{name: opaque}}
stringData: {{password: {PLANTED["opaque"]}}}
---
apiVersion: v1
kind: Secret
metadata: {{name: broken}}
type: kubernetes.io/dockerconfigjson
stringData: {{.dockerconfigjson: '{config("r.example", auth=PLANTED["opaque"])}'}}
"""


def pod(name: str, pool: str = "plugin") -> str:
    return f"""\
---
apiVersion: v1
kind: Pod
metadata: {{name: {name}}}
spec:
  nodeSelector: {{pool: {pool}}}
  containers: [{{name: app, image: 'r.example/app:v1', imagePullPolicy: Always}}]
  imagePullSecrets: [{{name: {name}}}]
"""


KINDS = ("all", "secrets,serviceaccounts,nodes", "events")
PODS = ("auth", "string", "cfg", "event", "opaque", "broken")
NODES = ("file", "hook", "plugin")
FORMS = [form for secret in PLANTED.values() for form in (secret, encoded(secret), secret[3:])] + [AUTH]


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder whose every part holds a secret."""
    folder = tmp_path / "planted"
    folder.mkdir()
    (folder / "node.json").write_text(config("r.example", auth=encoded(f"n:{PLANTED['node']}")))
    (folder / "world.yaml").write_text(WORLD)
    pods = "".join(pod(name) for name in PODS) + "".join(pod(f"on-{pool}", pool) for pool in NODES)
    (folder / "objects.yaml").write_text(SECRETS + pods)
    return folder


def assert_clean(text: str) -> None:
    assert [form for form in FORMS if form in text] == []


def test_every_planted_secret_is_in_use(planted: Path) -> None:
    pulled = {row.pod: row.credential for row in run(load(planted)).pulls if row.outcome == "Pulled"}
    assert pulled == {
        "auth": "Secret default/auth",
        "string": "Secret default/string",
        "cfg": "Secret default/cfg",
        "event": "node",
        "opaque": "node",
        "on-file": "node",
        "on-hook": "vendor hook",
        "on-plugin": "node",
    }


def test_no_output_of_the_command_line_shows_one(imagesim: Command, planted: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    calls = [
        ("run", planted, "--all-events"),
        ("run", planted, "--json"),
        ("run", planted, "--out", out),
        ("check", planted),
        *(("describe", "pod", name, planted) for name in PODS),
        *(("kubectl", "get", what, "-A", "-o", form, planted) for what in KINDS for form in ("wide", "yaml", "json")),
        *(("kubectl", "describe", what, "-A", planted) for what in ("pods", "secrets", "nodes")),
        ("kubectl", "events", "-A", planted),
    ]
    for call in calls:
        done = imagesim(*call)
        assert done.exit_code == 0, done.output
        assert_clean(done.output)
    written = [path for path in out.rglob("*") if path.is_file()]
    assert len(written) > 10
    for path in written:
        assert_clean(path.read_bytes().decode("latin-1"))


def test_nothing_in_python_shows_one(planted: Path) -> None:
    scenario = load(planted)
    result = simulate(scenario)
    tables = (result.pulls, result.pods, result.states, result.events, result.requests, result.tags)
    for value in (scenario, scenario.documents, scenario.secrets, scenario.pools, result.records, dump(scenario)):
        assert_clean(repr(value))
    for table in tables:
        assert_clean(table.to_csv())
        assert_clean(table.to_html())
    assert_clean(json.dumps(result.to_json_dict()))
    assert_clean(pickle.dumps(scenario).decode("latin-1"))


def test_a_saved_scenario_runs_the_same(planted: Path, tmp_path: Path) -> None:
    scenario = load(planted)
    saved = tmp_path / "saved.yaml"
    saved.write_text(dump(scenario))
    for again in (load(saved), load(*scenario.documents)):
        assert again == scenario
        assert run(again) == run(scenario)


def test_a_value_from_outside_agrees_with_a_saved_secret(planted: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.yaml"
    saved.write_text(dump(load(planted)))
    path = "Registry/r.example:spec.users[3].password"
    for password, credential in ((PLANTED["stringData"], "Secret default/string"), ("another", "node")):
        pulls = run(load(saved, values={path: password})).pulls
        assert [row.credential for row in pulls if row.pod == "string"] == [credential]


SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
TYPED = SECRET + "type: kubernetes.io/dockerconfigjson\n"
TIMELINE = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec:\n  events:\n    - at: 1m\n"
POOL = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: w}\nspec:\n"
MISTAKES = [
    (
        TYPED + "data: {.dockerconfigjson: Pl4nted!}\n",
        ":5: Secret/s: data[.dockerconfigjson]: the value (hidden) is not base64; "
        "write base64 here, or plain text below stringData",
    ),
    (
        TYPED + "stringData: {.dockerconfigjson: '{Pl4nted'}\n",
        ":5: Secret/s: stringData[.dockerconfigjson]: the value (hidden) is not JSON; "
        "the API server refuses the Secret",
    ),
    (
        TYPED + "stringData: {.dockerconfigjson: '[\"Pl4nted\"]'}\n",
        ":5: Secret/s: stringData[.dockerconfigjson]: the value (hidden) is JSON, but no object; "
        "the API server refuses the Secret",
    ),
    (
        TYPED + "stringData: {password: Pl4nted}\n",
        ":1: Secret/s: data[.dockerconfigjson]: Required value: "
        "a Secret of type kubernetes.io/dockerconfigjson needs it; or remove the type",
    ),
    (SECRET + "stringData: {a: 837}\n", ":4: Secret/s: stringData.a: the value (hidden) is not text; put it in quotes"),
    (SECRET + "stringDatta: {a: Pl4nted}\n", ":4: Secret/s: stringDatta: unknown field; did you mean stringData?"),
    (SECRET + "stringData: Pl4nted\n", ":4: Secret/s: stringData: the value (hidden) is not a mapping; "
     "write fields below it, each as name: value"),
    (
        TIMELINE + f"      createSecret:\n        {TYPED.strip().replace(chr(10), chr(10) + ' ' * 8)}\n"
        "        data: {.dockerconfigjson: Pl4nted!}\n",
        ":12: Timeline/t: spec.events[0].createSecret, Secret/s: data[.dockerconfigjson]: the value (hidden) is "
        "not base64; write base64 here, or plain text below stringData",
    ),
    (
        TIMELINE + "      createSecret: Pl4nted\n",
        ":7: Timeline/t: spec.events[0].createSecret: the value (hidden) is not a mapping; "
        "write fields below it, each as name: value",
    ),
    (
        POOL + "  credentials:\n    config: Pl4nted\n",
        ":6: NodePool/w: spec.credentials.config: names no file that is there; "
        "write the path of a file relative to this one, or the content itself as a mapping",
    ),
    (
        POOL + "  credentials: {vendorHook: {auth: {r.example: {username: h, password: 83748374}}}}\n",
        ":5: NodePool/w: spec.credentials.vendorHook.auth[r.example].password: the value (hidden) is not text; "
        "put it in quotes",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_in_a_secret_is_said_with_file_line_and_field_and_without_the_value(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "mistake.yaml"
    file.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert str(caught.value) == f"{file}{message}"
    assert "Pl4nted" not in repr(caught.value)
