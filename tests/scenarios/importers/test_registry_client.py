"""The registry client against a scripted registry: logging in, redirects, limits, damaged content, refusals."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.scenarios.importers.docker_login import Login
from imagesim.scenarios.importers.registry_auth import Challenge, fetch_token
from imagesim.scenarios.importers.registry_client import RegistryClient
from imagesim.scenarios.importers.this_machine import is_this_machine
from imagesim.scenarios.reading.errors import ScenarioError
from tests.pushing import digest_of
from tests.scenarios.importers.scripted_registry import Answer, Asked, ScriptedRegistry, scripted

TEXT = b'{"schemaVersion": 2}'
ALICE = Login(user="alice", password=SecretValue("wonderland"))
BASIC_ALICE = "Basic YWxpY2U6d29uZGVybGFuZA=="


def manifest_of(registry: ScriptedRegistry, login: Login | None = None, tag: str = "v1") -> bytes:
    return RegistryClient(registry.host, login).manifest("shop/web", tag, "shop/web:v1")


def error_of(call: Callable[[], object]) -> str:
    with pytest.raises(ScenarioError) as caught:
        call()
    return str(caught.value)


def with_tokens(tokens: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """A registry with a token server of its own, which gives what *tokens* says; `Bearer good` gets in."""

    def script(asked: Asked) -> Answer:
        if asked.path.startswith("/token"):
            return tokens(asked)
        if asked.authorization == "Bearer good":
            return Answer(body=TEXT)
        realm = f'Bearer realm="http://{asked.headers["host"]}/token",service="registry.test",scope="whatever"'
        return Answer(401, headers={"WWW-Authenticate": realm})

    return script


def test_a_manifest_is_asked_for_in_every_form_that_is_read_and_in_no_other() -> None:
    with scripted(lambda _: Answer(body=TEXT)) as registry:
        assert manifest_of(registry) == TEXT
    (asked,) = registry.asked
    assert (asked.method, asked.path, asked.authorization) == ("GET", "/v2/shop/web/manifests/v1", "")
    assert sorted(asked.headers["accept"].split(", ")) == [
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.oci.image.manifest.v1+json",
    ]
    assert asked.headers["user-agent"].startswith("imagesim/")


@pytest.mark.parametrize("key", ["token", "access_token"])
def test_everybody_gets_a_token_of_a_public_repository_once(key: str) -> None:
    with scripted(with_tokens(lambda _: Answer(body=json.dumps({key: "good"}).encode()))) as registry:
        client = RegistryClient(registry.host, None)
        for tag in ("v1", "v2", "v1"):
            assert client.manifest("shop/web", tag, tag) == TEXT
    assert [asked.path for asked in registry.asked] == [
        "/v2/shop/web/manifests/v1",
        "/token?service=registry.test&scope=repository%3Ashop%2Fweb%3Apull",
        "/v2/shop/web/manifests/v1",
        "/v2/shop/web/manifests/v2",
    ]
    assert registry.asked[1].authorization == ""
    assert (client.auth, client.logged_in) == ("bearer", False)


def test_a_login_goes_to_the_token_server_alone() -> None:
    with scripted(with_tokens(lambda _: Answer(body=b'{"token": "good"}'))) as registry:
        client = RegistryClient(registry.host, ALICE)
        client.manifest("shop/web", "v1", "web")
    assert [asked.authorization for asked in registry.asked] == ["", BASIC_ALICE, "Bearer good"]
    assert client.logged_in


def test_an_identity_token_is_exchanged_for_a_token() -> None:
    login = Login(identity_token=SecretValue("who I am"))
    with scripted(with_tokens(lambda _: Answer(body=b'{"access_token": "good"}'))) as registry:
        assert manifest_of(registry, login) == TEXT
    asked = registry.asked[1]
    assert (asked.method, asked.authorization) == ("POST", "")
    assert b"grant_type=refresh_token" in asked.body
    assert b"refresh_token=who+I+am" in asked.body


def test_each_repository_has_a_token_of_its_own() -> None:
    with scripted(with_tokens(lambda _: Answer(body=b'{"token": "good"}'))) as registry:
        client = RegistryClient(registry.host, None)
        client.manifest("shop/web", "v1", "web")
        client.manifest("shop/cart", "v1", "cart")
    scopes = [asked.path for asked in registry.asked if asked.path.startswith("/token")]
    assert [scope.rpartition("scope=")[2] for scope in scopes] == [
        "repository%3Ashop%2Fweb%3Apull",
        "repository%3Ashop%2Fcart%3Apull",
    ]


@pytest.mark.parametrize(
    ("answer", "login", "message"),
    [
        (Answer(401), ALICE, "the registry refuses your login; log in again: docker login {host}"),
        (Answer(401), None, "its token server answers 401"),
        (Answer(503), ALICE, "its token server answers 503"),
        (Answer(body=b"<html>"), None, "its token server answers without a token"),
        (Answer(body=b"[]"), None, "its token server answers without a token"),
    ],
)
def test_a_token_server_that_gives_no_token_is_said(answer: Answer, login: Login | None, message: str) -> None:
    with scripted(with_tokens(lambda _: answer)) as registry:
        said = error_of(lambda: manifest_of(registry, login))
    assert said == f"{registry.host}: {message.format(host=registry.host)}"
    assert "wonderland" not in said


def test_basic_is_answered_with_the_login_and_bearer_is_preferred() -> None:
    both = {"WWW-Authenticate": 'Basic realm="a, b", Bearer realm="http://127.0.0.1:1/token",service=plain'}
    basic = {"WWW-Authenticate": 'Basic realm="here"'}

    def only_alice(headers: dict[str, str]) -> Callable[[Asked], Answer]:
        return lambda asked: Answer(body=TEXT) if asked.authorization == BASIC_ALICE else Answer(401, headers=headers)

    with scripted(only_alice(basic)) as registry:
        assert manifest_of(registry, ALICE) == TEXT
    with scripted(only_alice(both)) as registry:
        assert "nobody answers" in error_of(lambda: manifest_of(registry, ALICE))
    assert len(registry.asked) == 1


def test_no_login_is_sent_over_plain_http_on_behalf_of_a_registry_with_tls() -> None:
    with scripted(lambda _: Answer(body=b'{"token": "good"}')) as server:
        challenge = Challenge("bearer", f"http://{server.host}/token")
        session = RegistryClient("registry.test", ALICE)._session
        said = error_of(lambda: fetch_token(session, "registry.test", challenge, "", ALICE, plain="nowhere"))
    assert said == "registry.test: wants a token from a server that is not asked over HTTPS; nothing was sent there"
    assert server.asked == []


ELSEWHERE = "evil.test"


@pytest.mark.parametrize(
    "realm",
    [
        "http://{elsewhere}/token",
        "HTTP://{elsewhere}/token",
        "http://127.0.0.1@{elsewhere}/token",
        "http://{elsewhere}\\@127.0.0.1/token",
        "http://127.0.0.1.{elsewhere}/token",
        "http:///token",
        "ftp://127.0.0.1/token",
        "token",
        "",
    ],
)
def test_a_registry_of_this_machine_cannot_have_a_login_sent_elsewhere_over_plain_http(
    realm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    whole = requests.Session.send

    def send(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        sent.append(str(request.url))
        return whole(session, request, **options)

    monkeypatch.setattr(requests.Session, "send", send)
    header = {"WWW-Authenticate": f'Bearer realm="{realm.format(elsewhere=ELSEWHERE)}",service=s'}
    with scripted(lambda _: Answer(401, headers=header)) as registry:
        said = error_of(lambda: manifest_of(registry, ALICE))
        assert sent == [f"http://{registry.host}/v2/shop/web/manifests/v1"]
    assert said == f"{registry.host}: wants a token from a server that is not asked over HTTPS; nothing was sent there"


def test_with_plain_http_a_token_server_elsewhere_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagesim.scenarios.importers.registry_auth.is_this_machine", lambda _: False)
    with scripted(with_tokens(lambda _: Answer(body=b'{"token": "good"}'))) as registry:
        client = RegistryClient(registry.host, ALICE, plain_http=True)
        assert client.manifest("shop/web", "v1", "web") == TEXT


def test_an_identity_token_is_not_sent_on_where_a_token_server_points() -> None:
    login = Login(identity_token=SecretValue("who I am"))
    with scripted(lambda _: Answer(body=b'{"token": "good"}')) as other:
        moved = Answer(307, headers={"Location": f"http://{other.host}/token"})
        with scripted(with_tokens(lambda _: moved)) as registry:
            said = error_of(lambda: manifest_of(registry, login))
    assert said.endswith("its token server answers 307")
    assert other.asked == []


def test_a_redirected_blob_is_fetched_without_the_login() -> None:
    with scripted(lambda _: Answer(body=b"blob")) as store:

        def script(asked: Asked) -> Answer:
            if asked.authorization != BASIC_ALICE:
                return Answer(401, headers={"WWW-Authenticate": "Basic realm=here"})
            return Answer(307, headers={"Location": f"http://{store.host}/elsewhere"})

        with scripted(script) as registry:
            client = RegistryClient(registry.host, ALICE)
            assert client.blob("shop/web", digest_of(b"blob"), "config") == b"blob"
    assert [asked.authorization for asked in store.asked] == [""]


def test_a_login_in_netrc_is_not_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login alice password wonderland\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with scripted(lambda _: Answer(401, headers={"WWW-Authenticate": "Basic realm=here"})) as registry:
        assert "wants a login" in error_of(lambda: manifest_of(registry))
    assert [asked.authorization for asked in registry.asked] == ["", ""]


def test_content_that_is_not_what_was_asked_for_is_refused() -> None:
    other = digest_of(b"other")
    with scripted(lambda _: Answer(body=TEXT)) as registry:
        said = error_of(lambda: manifest_of(registry, tag=other))
    rule = f"the registry sent something else than {other} for shop/web:v1; the content is damaged or was changed"
    assert said == f"{registry.host}: {rule}"
    with scripted(lambda _: Answer(body=TEXT, headers={"Docker-Content-Digest": other})) as registry:
        assert error_of(lambda: manifest_of(registry)) == f"{registry.host}: {rule}"


def test_an_answer_beyond_the_limit_is_refused() -> None:
    limit = 4 * 2**20
    with scripted(lambda _: Answer(body=b" " * limit)) as registry:
        assert len(manifest_of(registry)) == limit
    with scripted(lambda _: Answer(body=b" " * (limit + 1))) as registry:
        said = error_of(lambda: manifest_of(registry))
    assert said == f"{registry.host}: shop/web:v1: is too large; 4 MiB are read at most"


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (
            401,
            "the registry wants a login for shop/web:v1; log in with docker login {host}, or check the name: "
            "some registries say the same of what is not there",
        ),
        (403, "without a login there is no access to shop/web:v1"),
        (404, "the registry does not hold shop/web:v1; check name and tag"),
        (429, "the registry's limit of requests is reached (429); wait, or log in, which often raises the limit"),
        (400, "the registry refuses the request: it answers 400 for shop/web:v1"),
        (503, "the registry fails: it answers 503 for shop/web:v1"),
    ],
)
def test_a_refusal_is_said_in_one_line(status: int, message: str) -> None:
    with scripted(lambda _: Answer(status, body=b"long\nerror")) as registry:
        assert error_of(lambda: manifest_of(registry)) == f"{registry.host}: {message.format(host=registry.host)}"


def test_a_login_without_access_is_said() -> None:
    def script(asked: Asked) -> Answer:
        return Answer(403) if asked.authorization else Answer(401, headers={"WWW-Authenticate": "Basic realm=here"})

    with scripted(script) as registry:
        said = error_of(lambda: manifest_of(registry, ALICE))
    assert said == f"{registry.host}: your login has no access to shop/web:v1"


def test_no_answer_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        closed = f"127.0.0.1:{taken.getsockname()[1]}"
    refused = error_of(lambda: RegistryClient(closed, None).manifest("web", "v1", "web"))
    assert refused == f"{closed}: nobody answers at this address (connection refused)"
    nowhere = error_of(lambda: RegistryClient("nowhere.invalid", None).manifest("web", "v1", "web"))
    assert nowhere == "nowhere.invalid: there is no host of this name; check the name, and that you are online"


def test_the_address_of_a_proxy_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://alice:wonderland@127.0.0.1:1")
    said = error_of(lambda: RegistryClient("registry.test", None).manifest("web", "v1", "web"))
    assert said == "registry.test: the proxy that your environment names does not answer; see HTTPS_PROXY and NO_PROXY"


def test_a_registry_without_tls_is_found_out() -> None:
    with scripted(lambda _: Answer(body=TEXT)) as registry:
        client = RegistryClient(registry.host, None, plain_http=False)
        said = error_of(lambda: client.manifest("web", "v1", "web"))
    assert said == f"{registry.host}: TLS fails: the registry may speak plain HTTP; if it does, add --plain-http"


@pytest.mark.parametrize(
    ("host", "this"),
    [
        ("localhost", True),
        ("localhost:5000", True),
        ("127.0.0.1:5000", True),
        ("127.8.9.10", True),
        ("[::1]:5000", True),
        ("docker.io", False),
        ("localhost.example", False),
        ("127.0.0.1.example:5000", False),
        ("192.0.2.1:5000", False),
        ("[2001:db8::1]", False),
    ],
)
def test_only_this_machine_is_asked_without_tls(host: str, this: bool) -> None:
    assert is_this_machine(host) is this
