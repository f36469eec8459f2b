import pytest

from imagesim.rules.credentials.docker_config import (
    DockerConfigError,
    decode_docker_config_json,
    decode_dockercfg,
    decode_file,
)

STRUCT = "json: cannot unmarshal {} into Go struct field {} of type {}"
VALUE = "json: cannot unmarshal {} into Go value of type credentialprovider.{}"
ENTRY = "credentialprovider.dockerConfigEntryWithAuth"


def plain(config):
    return [(entry.registry, entry.username, entry.password.reveal(), entry.email) for entry in config]


@pytest.mark.parametrize(
    ("auths", "entries"),
    [
        ('{"r.io": {"username": "u", "password": "p", "email": "e"}}', [("r.io", "u", "p", "e")]),
        ('{"r.io": {"auth": "dXM6cA==", "username": "u", "password": "p"}}', [("r.io", "us", "p", "")]),
        ('{"r.io": {"auth": "", "username": "u", "password": "p"}}', [("r.io", "u", "p", "")]),
        ('{"r.io": {"auth": "dTpwOnE="}}', [("r.io", "u", "p:q", "")]),
        ('{"r.io": {"Username": "u", "pa\N{LATIN SMALL LETTER LONG S}SWORD": "p"}}', [("r.io", "u", "p", "")]),
        ('{"r.io": {"username": "u", "password": null, "identitytoken": [1]}}', [("r.io", "u", "", "")]),
        ('{"r.io": null, "s.io": {}}', [("r.io", "", "", ""), ("s.io", "", "", "")]),
        ('{"r.io": {"username": "u"}, "r.io": {"password": "p"}}', [("r.io", "", "p", "")]),
    ],
)
def test_both_forms_hold_the_same_entries(auths, entries):
    assert plain(decode_docker_config_json(f'{{"auths": {auths}}}')) == entries
    assert plain(decode_dockercfg(auths)) == entries


@pytest.mark.parametrize(
    ("document", "registries"),
    [
        ("null", []),
        ("{}", []),
        ('{"auths": null}', []),
        ('{"auths": {"r.io": {}}, "credHelpers": 1, "HttpHeaders": {"a": "b", "c": null}}', ["r.io"]),
        ('{"AUTHS": {"r.io": {}}, "auths": {"s.io": {}}}', ["r.io", "s.io"]),
        ('{"auths": {"r.io": {}}, "auths": null, "auths": {"s.io": {}}}', ["s.io"]),
    ],
)
def test_auths_add_up_and_null_clears_them(document, registries):
    assert [entry.registry for entry in decode_docker_config_json(document)] == registries


def test_the_wrong_form_in_a_dockercfg_names_a_registry_auths():
    assert plain(decode_dockercfg('{"auths": {"r.io": {"auth": "dTpw"}}}')) == [("auths", "", "", "")]
    assert decode_dockercfg("null") == ()


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("[]", VALUE.format("array", "DockerConfigJSON")),
        ('{"auths": "x"}', STRUCT.format("string", "DockerConfigJSON.auths", "credentialprovider.DockerConfig")),
        ('{"auths": {"r.io": []}}', STRUCT.format("array", "DockerConfigJSON.auths", ENTRY)),
        ('{"auths": {"r.io": {"auth": 1}}}', STRUCT.format("number", "DockerConfigJSON.auths.auth", "string")),
        ('{"HttpHeaders": true}', STRUCT.format("bool", "DockerConfigJSON.HttpHeaders", "map[string]string")),
        ('{"httpheaders": {"a": {}}}', STRUCT.format("object", "DockerConfigJSON.HttpHeaders", "string")),
        ('{"auths": {"r.io": {"auth": "!"}}, "auths": 1}', "illegal base64 data at input byte 0"),
        (
            '{"HttpHeaders": 1, "auths": {"r.io": {"auth": "dTpw "}}}',
            "illegal base64 data at input byte 4",
        ),
        (
            '{"auths": {"r.io": {"auth": "dXNlcg=="}}}',
            "unable to parse auth field, must be formatted as base64(username:password)",
        ),
        ('{"auths": {', "unexpected end of JSON input"),
    ],
)
def test_one_bad_entry_fails_the_document_in_go_s_words(document, error):
    with pytest.raises(DockerConfigError) as caught:
        decode_docker_config_json(document)
    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("1", VALUE.format("number", "DockerConfig")),
        ('{"r.io": ""}', VALUE.format("string", "dockerConfigEntryWithAuth")),
        ('{"r.io": {"email": {}}}', STRUCT.format("object", "dockerConfigEntryWithAuth.email", "string")),
    ],
)
def test_a_dockercfg_names_other_places(document, error):
    with pytest.raises(DockerConfigError) as caught:
        decode_dockercfg(document)
    assert str(caught.value) == error


@pytest.mark.parametrize(("end", "offset"), [(r"\u00a0", 8), (r"\u001c", 6), (r"\u3000", 8), ("a", 6)])
def test_padding_is_looked_for_before_go_s_white_space_only(end, offset):
    with pytest.raises(DockerConfigError, match=f"byte {offset}$"):
        decode_dockercfg('{"r.io": {"auth": "dXM6cA==' + end + '"}}')


def test_a_file_of_the_node_never_says_what_is_wrong():
    assert plain(decode_file("config.json", '{"auths": {"r.io": {"auth": "dTpw"}}}')) == [("r.io", "u", "p", "")]
    assert plain(decode_file(".dockercfg", '{"r.io": {"auth": "dTpw"}}')) == [("r.io", "u", "p", "")]
    with pytest.raises(DockerConfigError, match=r"^error occurred while trying to unmarshal json$"):
        decode_file("config.json", '{"auths": 1}')


def test_an_entry_never_prints_its_password():
    assert "hunter2" not in repr(decode_dockercfg('{"r.io": {"password": "hunter2"}}'))
