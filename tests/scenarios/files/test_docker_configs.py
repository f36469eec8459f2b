"""Docker configs in the files that people have."""

import base64
import json

import pytest

from imagesim.rules.credentials.secret_value import stand_in
from imagesim.scenarios.files.docker_configs import config_form, read_docker_configs
from imagesim.scenarios.reading.errors import ScenarioError

ENTRIES = {"registry.example": {"auth": base64.b64encode(b"alice:hunter2").decode()}}
CONFIG = json.dumps({"auths": ENTRIES})
OLD = json.dumps(ENTRIES)


def secret(
    document: str = CONFIG, type_: str = "kubernetes.io/dockerconfigjson", key: str = ".dockerconfigjson"
) -> str:
    data = {key: base64.b64encode(document.encode()).decode()}
    return json.dumps(
        {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "regcred"}, "type": type_, "data": data}
    )


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("config.json", CONFIG, "config.json"),
        (".dockercfg", OLD, ".dockercfg"),
        ("my.dockercfg", OLD, "my.dockercfg"),
        ("anything", CONFIG, "anything"),
        ("old.json", OLD, "old.json"),
        ("secret.json", secret(), "Secret default/regcred"),
        ("secret.yaml", secret(), "Secret default/regcred"),
        ("old.yaml", secret(OLD, "kubernetes.io/dockercfg", ".dockercfg"), "Secret default/regcred"),
        ("list.json", f'{{"kind": "List", "apiVersion": "v1", "items": [{secret()}]}}', "Secret default/regcred"),
        ("plain", "kind: Secret\napiVersion: v1\nmetadata: {name: regcred}\ntype: kubernetes.io/dockercfg\n"
         f"stringData:\n  .dockercfg: '{OLD}'\n", "Secret default/regcred"),
    ],
)  # fmt: skip
def test_every_form_gives_the_same_entry(name, text, place, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    (source,) = read_docker_configs(path)
    assert source.place.removeprefix(f"{tmp_path}/") == place
    assert [(entry.registry, entry.username, str(entry.password)) for entry in source.config] == [
        ("registry.example", "alice", stand_in("hunter2"))
    ]
    assert source.config[0].password.reveal() != "hunter2"
    assert source.notes == ()


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("config.json", "nothing", "is no docker config: invalid character 'o' in literal null (expecting 'u')"),
        ("config.json", "", "is no docker config: unexpected end of JSON input"),
        ("any.json", '{"auths": []}', "is no docker config: json: cannot unmarshal array into Go struct field"),
        (".dockercfg", '{"a.io": {"auth": "!"}}', "is no docker config: illegal base64 data at input byte 0"),
        ("secret.yaml", secret('{"auths": {"a.io": {"auth": "YQ=="}}}'),
         "Secret/regcred: data[.dockerconfigjson]: is no docker config: unable to parse auth field, "
         "must be formatted as base64(username:password)"),
        ("pod.yaml", "apiVersion: v1\nkind: Pod\n", "the file holds neither a docker config nor a Secret"),
        ("config.yaml", "auths: {}\n", "the file holds neither a docker config nor a Secret"),
    ],
)  # fmt: skip
def test_what_cannot_be_decoded_is_a_mistake_in_go_s_words(name, text, error, tmp_path):
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read_docker_configs(path, "hint")
    assert str(caught.value).startswith(f"{path}: {error}")
    assert "hunter2" not in str(caught.value)


def test_a_config_json_is_never_taken_for_the_old_form(tmp_path):
    path = tmp_path / "config.json"
    path.write_text(OLD)
    (source,) = read_docker_configs(path)
    assert source.config == ()
    assert source.notes == ("it holds no entries: it gives no credentials",)


def test_a_secret_of_another_type_gives_nothing_and_says_so(tmp_path):
    path = tmp_path / "secret.yaml"
    path.write_text(secret(type_="Opaque"))
    (source,) = read_docker_configs(path)
    assert source.config == ()
    assert source.notes == ("its type is Opaque: a kubelet passes it over without a word",)


def test_what_docker_would_use_and_a_kubelet_does_not_is_said_of_a_secret_too(tmp_path):
    path = tmp_path / "secret.yaml"
    path.write_text(secret(json.dumps({"auths": ENTRIES, "credsStore": "desktop"})))
    assert read_docker_configs(path)[0].notes == (
        "credsStore is ignored: a kubelet asks no credential store",
    )  # fmt: skip


def test_json_that_is_not_valid_keeps_go_s_words_in_a_json_file(tmp_path):
    assert config_form(tmp_path / "x.json", b"kind: Secret") == "config.json"
    assert config_form(tmp_path / "x", b"kind: Secret") == "manifest"
