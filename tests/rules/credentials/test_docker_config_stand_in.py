import base64
import json

import pytest

from imagesim.rules.credentials.docker_config import DECODERS, DockerConfigError
from imagesim.rules.credentials.docker_config_stand_in import stand_in_document
from imagesim.rules.credentials.keyring import Keyring, SourcedConfig
from imagesim.rules.credentials.secret_value import stand_in

JSON, DOCKERCFG = ".dockerconfigjson", ".dockercfg"


def auth(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


GOOD = {
    "user and password": {"auths": {"r.example": {"username": "alice", "password": "hunter2", "email": "a@b"}}},
    "auth overrides": {"auths": {"r.example": {"username": "x", "password": "hunter2", "auth": auth("bob:hunter2")}}},
    "auth without padding": {"auths": {"r.example": {"auth": auth("bob:hunter22").rstrip("=")}}},
    "order of keys": {"auths": {"https://r.example/v1/": {"auth": auth("b:hunter2")}, "r.example": {"username": "a"}}},
    "a user in a key": {"auths": {"https://bob:hunter2@r.example/x": {"username": "a"}, "r.example/x": {}}},
    "a refused key": {"auths": {"bob:hunter2%zz@r.example": {"username": "a"}}},
    "an empty entry": {"auths": {"r.example": {}, "s.example": None}},
    "nothing": {},
}


@pytest.mark.parametrize("config", GOOD.values(), ids=GOOD)
def test_finds_the_same_users_in_the_same_order_without_their_passwords(config):
    text = stand_in_document(JSON, json.dumps(config))
    assert "hunter2" not in text
    assert auth("bob:hunter2") not in text
    before, after = DECODERS[JSON](json.dumps(config)), DECODERS[JSON](text)
    for image in ("r.example/x", "r.example/y", "s.example/x"):
        found = [Keyring.of([SourcedConfig(entries)]).lookup(image).credentials for entries in (before, after)]
        assert [(c.username, stand_in(c.password.reveal()), c.email) for c in found[0]] == [
            (c.username, c.password.reveal(), c.email) for c in found[1]
        ]


def test_a_dockercfg_stays_one():
    config = {"r.example": {"username": "alice", "password": "hunter2"}}
    text = stand_in_document(DOCKERCFG, json.dumps(config))
    assert list(json.loads(text)) == ["r.example"]
    assert [entry.username for entry in DECODERS[DOCKERCFG](text)] == ["alice"]


BAD = {
    "auth that is no base64": {"auths": {"r": {"auth": "hunter2:secret"}}},
    "auth with a bad last byte": {"auths": {"r": {"auth": auth("alice:hunter2")[:-1] + "é"}}},
    "auth cut short": {"auths": {"r": {"auth": auth("alice:hunter2")[:-3] + "="}}},
    "auth followed by a space": {"auths": {"r": {"auth": auth("alice:hunter2") + " "}}},
    "auth without a colon": {"auths": {"r": {"auth": auth("hunter2")}}},
    "a bad auth behind a good one": {"auths": {"r": {"auth": auth("a:hunter2")}, "s": {"auth": "hunter2!"}}},
    "a number as password": {"auths": {"r": {"username": "alice", "PASSWORD": 83748374}}},
    "a number as user": {"auths": {"r": {"username": 83748374}}},
    "a number as email": {"auths": {"r": {"email": 83748374}}},
    "a flag as password": {"auths": {"r": {"password": True}}},
    "a list as an entry": {"auths": {"bob:hunter2@r": ["hunter2"]}},
    "auths of another kind": {"auths": "hunter2"},
    "a header of another kind": {"HttpHeaders": {"hunter2": 83748374}, "auths": {}},
    "headers of another kind": {"HttpHeaders": "hunter2", "auths": {}},
    "a list": ["hunter2"],
}
CASES = [pytest.param(JSON, config, id=name) for name, config in BAD.items()]
CASES += [
    pytest.param(DOCKERCFG, config["auths"], id=f"{name} in a .dockercfg")
    for name, config in BAD.items()
    if isinstance(config, dict) and config["auths"]
]


@pytest.mark.parametrize(("data_key", "config"), CASES)
def test_what_cannot_be_decoded_fails_with_the_same_text(data_key, config):
    with pytest.raises(DockerConfigError) as before:
        DECODERS[data_key](json.dumps(config))
    text = stand_in_document(data_key, json.dumps(config))
    with pytest.raises(DockerConfigError) as after:
        DECODERS[data_key](text)
    assert str(after.value) == str(before.value)
    assert not any(secret in text for secret in ("hunter2", "aHVudGVyM", "83748374"))


@pytest.mark.parametrize("config", [*GOOD.values(), *BAD.values()], ids=[*GOOD, *BAD])
def test_doing_it_twice_changes_nothing(config):
    once = stand_in_document(JSON, json.dumps(config))
    assert stand_in_document(JSON, once) == once


def test_nothing_is_left_of_what_is_no_json():
    assert stand_in_document(JSON, '{"auths": {"r": {"password": hunter2}}}') == "{"
