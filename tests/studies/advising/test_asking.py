"""Names are held against registries as nodes would hold them: logins, mirrors, platforms; nothing is changed."""

import json
from pathlib import Path

import pytest

from imagesim.studies.advising.advice import Advice, advise, printed
from imagesim.studies.advising.asking.answers import AskedName
from tests.pushing import make_layer, push_image, push_index
from tests.registry_server import RunningRegistry
from tests.scenarios.importers.scripted_registry import Answer as Scripted
from tests.scenarios.importers.scripted_registry import scripted
from tests.studies.advising.clean import Json, deployment, secret, world

LAYER = make_layer(2_000, seed="asked")
ALICE, BOB = "wonderland", "looking-glass"
SECRETS = ("wonderland", "looking-glass", "a-wrong-password")


def asked(*documents: Json, timeout_s: float = 30.0) -> Advice:
    return advise(*documents, ask_registries=True, timeout_s=timeout_s, ignore=["mutable-tag", "latest-tag"])


def answer(*documents: Json, timeout_s: float = 30.0) -> AskedName:
    (found,) = asked(*documents, timeout_s=timeout_s).answers
    return found


def login(host: str, user: str, password: str) -> Json:
    return {"auths": {host: {"username": user, "password": password}}}


def pulled_with(host: str, image: str, user: str, password: str) -> list[Json]:
    web = deployment("shop", "web", f"{host}/{image}", imagePullSecrets=[{"name": "regcred"}])
    return [web, secret("shop", "regcred", login(host, user, password))]


def test_a_name_that_is_there_is_no_finding(registry: RunningRegistry):
    image = push_image(registry, "shop/web", "v1.0.0", [LAYER])
    advice = asked(deployment("shop", "web", f"{registry.host}/shop/web:v1.0.0"))
    (found,) = advice.answers
    assert (found.verdict, found.digest, found.platforms) == ("there", image.digest, ("linux/amd64",))
    assert (found.login, found.pools, advice.findings) == ("no login", ("workers",), ())


def test_nothing_but_reading_is_asked_and_each_thing_once(registry: RunningRegistry):
    push_image(registry, "shop/web", "v1.0.0", [LAYER])
    registry.forget()
    name = f"{registry.host}/shop/web:v1.0.0"
    asked(deployment("shop", "web", name), deployment("other", "api", name))
    requests = [(each.method, each.path.rpartition("/")[0]) for each in registry.requests()]
    assert requests == [("GET", "/v2/shop/web/manifests"), ("GET", "/v2/shop/web/blobs")]


def test_a_name_that_is_not_there_is_absent(registry: RunningRegistry):
    push_image(registry, "shop/web", "v1.0.0", [LAYER])
    advice = asked(deployment("shop", "web", f"{registry.host}/shop/web:v2.0.0"))
    assert [(each.rule, each.severity) for each in advice.findings] == [("registry-absent", "error")]
    assert "does not hold" in advice.findings[0].sentence


def test_a_good_login_of_a_secret_gets_it(private_registry: RunningRegistry):
    push_image(private_registry, "shop/web", "v1.0.0", [LAYER])
    found = answer(*pulled_with(private_registry.host, "shop/web:v1.0.0", "alice", ALICE))
    assert (found.verdict, found.login) == ("there", "alice (Secret/shop/regcred)")


def test_no_login_and_a_wrong_one_are_told_apart(private_registry: RunningRegistry):
    push_image(private_registry, "shop/web", "v1.0.0", [LAYER])
    host = private_registry.host
    nobody = answer(deployment("shop", "web", f"{host}/shop/web:v1.0.0"))
    wrong = answer(*pulled_with(host, "shop/web:v1.0.0", "alice", "a-wrong-password"))
    assert (nobody.verdict, wrong.verdict) == ("unauthorised", "unauthorised")
    assert "wants a login" in nobody.says
    assert "refuses your login" in wrong.says


def test_all_logins_are_tried_in_the_kubelets_order(private_registry: RunningRegistry):
    push_image(private_registry, "shop/web", "v1.0.0", [LAYER])
    host = private_registry.host
    web = deployment("shop", "web", f"{host}/shop/web:v1.0.0", imagePullSecrets=[{"name": "old"}, {"name": "new"}])
    found = answer(
        web,
        secret("shop", "old", login(f"{host}/shop", "alice", "a-wrong-password")),
        secret("shop", "new", login(host, "bob", BOB)),
    )
    assert (found.verdict, found.login) == ("there", "bob (Secret/shop/new)")


def test_a_login_of_the_node_is_for_the_pods_on_it(private_registry: RunningRegistry):
    push_image(private_registry, "shop/web", "v1.0.0", [LAYER])
    host = private_registry.host
    pools = [
        world("NodePool", "with", {"count": 1, "credentials": {"config": login(host, "alice", ALICE)}}),
        world("NodePool", "without", {"count": 1}),
    ]
    answers = asked(*pools, deployment("shop", "web", f"{host}/shop/web:v1.0.0")).answers
    assert {each.pools: each.verdict for each in answers} == {("with",): "there", ("without",): "unauthorised"}


def test_a_login_in_a_file_of_the_node_is_read_there(private_registry: RunningRegistry, tmp_path: Path):
    push_image(private_registry, "shop/web", "v1.0.0", [LAYER])
    host = private_registry.host
    (tmp_path / "config.json").write_text(json.dumps(login(host, "alice", ALICE)))
    pool = world("NodePool", "workers", {"count": 1, "credentials": {"config": "config.json"}})
    documents = [pool, deployment("shop", "web", f"{host}/shop/web:v1.0.0")]
    for number, document in enumerate(documents):
        (tmp_path / f"{number}.yaml").write_text(json.dumps(document))
    files = [tmp_path / "0.yaml", tmp_path / "1.yaml"]
    (found,) = advise(*files, ask_registries=True).answers
    assert (found.verdict, found.login) == ("there", "alice (the node's own)")


def test_a_platform_that_the_index_lacks_is_found(registry: RunningRegistry):
    images = [push_image(registry, "shop/web", "", [LAYER], platform) for platform in ("linux/amd64", "linux/s390x")]
    push_index(registry, "shop/web", "v1.0.0", images)
    pools = [world("NodePool", name, {"count": 1, "platform": f"linux/{name}"}) for name in ("amd64", "arm64")]
    advice = asked(*pools, deployment("shop", "web", f"{registry.host}/shop/web:v1.0.0"))
    assert {each.pools: each.verdict for each in advice.answers} == {("amd64",): "there", ("arm64",): "other-platform"}
    (finding,) = advice.findings
    assert finding.rule == "registry-platform"
    assert "holds it for linux/amd64, linux/s390x, and the node is linux/arm64" in finding.sentence


def test_a_single_manifest_for_another_machine_is_found(registry: RunningRegistry):
    push_image(registry, "shop/web", "v1.0.0", [LAYER], "linux/arm64")
    assert answer(deployment("shop", "web", f"{registry.host}/shop/web:v1.0.0")).verdict == "other-platform"


def test_a_digest_is_asked_for_by_digest(registry: RunningRegistry):
    image = push_image(registry, "shop/web", "v1.0.0", [LAYER])
    assert answer(deployment("shop", "web", f"{registry.host}/shop/web@{image.digest}")).verdict == "there"
    gone = f"{registry.host}/shop/web@sha256:{'0' * 64}"
    assert answer(deployment("shop", "web", gone)).verdict == "absent"


def test_a_mirror_is_asked_before_the_registry_and_told_for_whom():
    with scripted(lambda request: Scripted(404)) as mirror, scripted(lambda request: Scripted(429)) as upstream:
        hosts = {upstream.host: {"mirrors": [{"host": f"http://{mirror.host}"}]}}
        pool = world("NodePool", "workers", {"count": 1, "hosts": hosts})
        found = answer(pool, deployment("shop", "web", f"{upstream.host}/shop/web:v1.0.0"))
        assert found.verdict == "rate-limited"
        assert f"?ns={upstream.host}".replace(":", "%3A") in mirror.asked[0].path
        assert "?ns=" not in upstream.asked[0].path


def test_a_mirror_that_has_it_answers_alone(registry: RunningRegistry):
    push_image(registry, "shop/web", "v1.0.0", [LAYER])
    with scripted(lambda request: Scripted(500)) as upstream:
        hosts = {upstream.host: {"mirrors": [{"host": f"http://{registry.host}"}]}}
        pool = world("NodePool", "workers", {"count": 1, "hosts": hosts})
        found = answer(pool, deployment("shop", "web", f"{upstream.host}/shop/web:v1.0.0"))
        assert (found.verdict, found.host) == ("there", registry.host)
        assert upstream.asked == []


def test_a_mirror_without_resolve_is_not_asked_for_a_tag():
    with scripted(lambda request: Scripted(404)) as mirror, scripted(lambda request: Scripted(404)) as upstream:
        hosts = {upstream.host: {"mirrors": [{"host": f"http://{mirror.host}", "capabilities": ["pull"]}]}}
        pool = world("NodePool", "workers", {"count": 1, "hosts": hosts})
        assert answer(pool, deployment("shop", "web", f"{upstream.host}/shop/web:v1.0.0")).verdict == "absent"
        assert mirror.asked == []


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(401, "unauthorised"), (403, "unauthorised"), (404, "absent"), (429, "rate-limited"), (503, "failing")],
)
def test_what_a_registry_says_is_told_apart(status: int, verdict: str):
    with scripted(lambda request: Scripted(status)) as registry:
        assert answer(deployment("shop", "web", f"{registry.host}/shop/web:v1.0.0")).verdict == verdict


def test_where_nobody_listens_it_is_unreachable():
    with scripted(lambda request: Scripted()) as registry:
        host = registry.host
    found = answer(deployment("shop", "web", f"{host}/shop/web:v1.0.0"))
    assert found.verdict == "unreachable"
    assert "connection refused" in found.says


def test_a_registry_that_is_slow_ends_at_the_deadline():
    import threading

    waiting = threading.Event()

    def slow(_: object) -> Scripted:
        waiting.wait(20)
        return Scripted()

    with scripted(slow) as registry:
        first = deployment("shop", "web", f"{registry.host}/shop/web:v1.0.0")
        second = deployment("shop", "api", f"{registry.host}/shop/api:v1.0.0")
        answers = asked(first, second, timeout_s=0.5).answers
        waiting.set()
    assert [each.verdict for each in answers] == ["unreachable", "not-asked"]


def test_never_asks_nobody():
    with scripted(lambda request: Scripted(404)) as registry:
        web = deployment("shop", "web", f"{registry.host}/shop/web:v1.0.0")
        web["spec"]["template"]["spec"]["containers"][0]["imagePullPolicy"] = "Never"
        assert asked(web).answers == ()
        assert registry.asked == []


def test_a_password_of_which_only_a_stand_in_is_known_is_not_sent():
    with scripted(lambda request: Scripted(404)) as registry:
        found = answer(*pulled_with(registry.host, "shop/web:v1.0.0", "alice", "secret-0123456789ab"))
        assert (found.verdict, registry.asked) == ("not-asked", [])


def test_no_password_is_shown_whatever_the_answer(private_registry: RunningRegistry):
    push_image(private_registry, "shop/web", "v1.0.0", [LAYER])
    for password in (ALICE, "a-wrong-password"):
        advice = asked(*pulled_with(private_registry.host, "shop/web:v1.0.0", "alice", password))
        shown = printed(advice) + json.dumps(advice.to_json_dict())
        assert [secret for secret in SECRETS if secret in shown] == []
