"""How a registry serves: what a Registry document can say, and what it cannot."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.rules.registry.refusals import Refusals
from imagesim.scenarios.presets.registries import REGISTRIES
from imagesim.scenarios.saving import dump
from imagesim.scenarios.values.registry_service import (
    NEVER_STALE,
    Fault,
    PullThroughCache,
    RegistryService,
    StaleAnswers,
    TokenServer,
)
from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

HEAD = "apiVersion: imagesim/v1\nkind: Registry\nmetadata: {name: %s}\nspec: {%s}\n"
BASE = "apiVersion: imagesim/v1\nkind: Image\nmetadata: {name: i}\nspec: {layers: [{size: 1Mi, digest: base}]}\n"


def registry(spec: str, name: str = "r.example") -> str:
    return HEAD % (name, spec)


def service(loaded: Loaded, spec: str, *others: str) -> RegistryService:
    return loaded(registry(spec), *others).registries[0].service


def test_a_registry_that_says_nothing_serves_as_registries_do(loaded: Loaded) -> None:
    assert service(loaded, "") == RegistryService()


def test_quirks_are_read(loaded: Loaded) -> None:
    spec = "tls: false, head: not-allowed, redirect: 'cdn.example:8080', inside: true, connection: 10MB/s"
    spec += ", ranges: false, addresses: [192.0.2.1, '2001:db8::1']"
    expected = RegistryService(tls=False, head="not-allowed", redirect="cdn.example:8080", inside=True, connection=10e6)
    expected = replace(expected, ranges=False, addresses=("192.0.2.1", "2001:db8::1"))
    assert service(loaded, spec) == expected


def test_a_registry_and_each_of_its_blobs_may_have_a_limit(loaded: Loaded) -> None:
    scenario = loaded(registry("bandwidth: 10Gbit/s, blobBandwidth: 1.9GB/s, roots: {/a/v2: hub/}"))
    (told,) = scenario.registries
    assert (told.bandwidth, told.blob_bandwidth, told.service.roots) == (1.25e9, 1.9e9, (("/a/v2", "hub"),))
    assert loaded(dump(scenario)).registries == scenario.registries


@pytest.mark.parametrize("name", REGISTRIES)
def test_a_registry_like_another_is_saved_with_all_that_it_is(loaded: Loaded, name: str) -> None:
    scenario = loaded(registry(f"preset: {name}, cache: {{of: docker.io, under: hub}}"))
    assert loaded(dump(scenario)).registries == scenario.registries


def test_the_token_server_of_a_bearer_registry_is_read(loaded: Loaded) -> None:
    spec = "auth: bearer, token: {host: auth.example, service: s, post: 404, get: 503, lifetime: 5m}"
    expected = TokenServer(host="auth.example", service="s", post_status=404, get_status=503, lifetime_s=300)
    assert service(loaded, spec).tokens == expected


FAULTS = [
    ("{status: 500}", Fault(status=500)),
    ("{status: 429, message: ''}", Fault(status=429, message="")),
    ("{transport: reset, method: HEAD, nth: 1}", Fault(transport="reset", method="HEAD", nth=1)),
    ("{delay: 3s, object: 'manifests/v1'}", Fault(delay_s=3, object="manifests/v1")),
    ("{status: 500, from: 1m, until: 2m}", Fault(status=500, from_s=60, until_s=120)),
    ("{silent: true, cutAt: 1Mi}", Fault(silent=True, cut_at_bytes=2**20)),
    ("{cutAt: 0}", Fault(cut_at_bytes=0)),
    ("{corrupt: true, slow: 1MB/s, delay: 1s}", Fault(corrupt=True, slow=1e6, delay_s=1)),
    ("{surplus: 228}", Fault(surplus=228)),
    (
        "{transport: wrong-name, names: [a.test, '*.b.test']}",
        Fault(transport="wrong-name", names=("a.test", "*.b.test")),
    ),
    ("{transport: dns-try-again}", Fault(transport="dns-try-again")),
]


@pytest.mark.parametrize(("written", "expected"), FAULTS)
def test_faults_are_read(loaded: Loaded, written: str, expected: Fault) -> None:
    assert service(loaded, f"faults: [{written}]").faults == (expected,)


def test_a_fault_may_name_a_layer_by_its_short_name(loaded: Loaded) -> None:
    (fault,) = service(loaded, "faults: [{object: blobs/base, status: 404}]", BASE).faults
    digest = loaded(BASE).images[0].manifests[0].layers[0].digest
    assert fault.object == f"blobs/{digest}"


def test_limits_are_read_in_their_order(loaded: Loaded) -> None:
    first = "{amount: 5, window: 1m, per: registry, counts: requests, message: slow down}"
    assert service(loaded, f"limits: [{first}, {{amount: 0, window: 1s}}]").limits == (
        RateLimit(amount=5, window_s=60, per="registry", counts="requests", message="slow down"),
        RateLimit(amount=0, window_s=1),
    )


def test_a_preset_is_opened_and_what_stands_beside_it_replaces_its_own(loaded: Loaded) -> None:
    spec = "auth: bearer, users: [{name: paid}], limits: [{preset: docker-hub-anonymous, amount: 10, exempt: [paid]}]"
    (limit,) = service(loaded, spec).limits
    assert (limit.amount, limit.window_s, limit.per, limit.clients) == (10, 21600, "address", "anonymous")
    assert limit.exempt == ("paid",)
    assert limit.message.startswith("You have reached your unauthenticated pull rate limit.")


def test_a_preset_says_of_what_date_it_is(loaded: Loaded) -> None:
    said = loaded(registry("limits: [{preset: docker-hub}]")).assumptions
    assert any(
        sentence.startswith("The limits docker-hub are those of 2026-11: 100 manifest GETs") for sentence in said
    )


def test_what_a_preset_says_of_accounts_is_left_out_where_there_are_none(loaded: Loaded) -> None:
    assert [limit.clients for limit in service(loaded, "limits: [{preset: docker-hub}]").limits] == ["anonymous"]
    spec = "auth: bearer, limits: [{preset: docker-hub}]"
    assert [limit.amount for limit in service(loaded, spec).limits] == [100, 200]


def test_a_cache_names_its_upstream_by_document_or_by_host(loaded: Loaded) -> None:
    cache = registry("cache: {of: hub, tagTTL: 5m, servesStale: false}", "cache.example")
    scenario = loaded(cache, registry("host: docker.io", "hub"), registry("cache: {of: quay.io}", "c.example"))
    caches = [each.service.cache for each in scenario.registries]
    assert caches == [
        PullThroughCache(upstream="docker.io", tag_ttl_s=300, stale=NEVER_STALE),
        None,
        PullThroughCache(upstream="quay.io"),
    ]


def test_a_preset_says_how_a_registry_asks_and_refuses_and_where_its_tokens_come_from(loaded: Loaded) -> None:
    (harbor,) = loaded(registry("preset: harbor")).registries
    assert harbor.access.auth == "bearer"
    assert harbor.service.refusals == REGISTRIES["harbor"].refusals
    assert harbor.service.tokens.path == "/service/token"
    (other,) = loaded(registry("preset: harbor, token: {path: /auth}, refusals: {private: denied}")).registries
    assert (other.service.tokens.path, other.service.tokens.service) == ("/auth", "harbor-registry")
    assert (other.service.refusals or Refusals()).private == "denied"
    assert (other.service.refusals or Refusals()).project == 1


def test_a_preset_of_a_registry_says_of_what_date_it_is(loaded: Loaded) -> None:
    told = loaded(registry("preset: ghcr")).assumptions
    assert (
        "A registry with the preset ghcr answers as it did in 2026-09: the token server answers 403 for what is "
        "missing, 401 for what is private." in told
    )


def test_refusals_that_are_not_said_are_those_that_are_usual(loaded: Loaded) -> None:
    told = service(loaded, "auth: bearer, refusals: {missing: not-found}").refusals
    assert told is not None
    assert (told.missing, told.missing_with_login) == ("not-found", "insufficient-scope")


def test_a_cache_says_what_it_does_after_each_kind_of_answer(loaded: Loaded) -> None:
    def stale(spec: str) -> StaleAnswers:
        cache = service(loaded, spec).cache
        assert cache is not None
        return cache.stale

    assert stale("cache: {of: docker.io}") == StaleAnswers()
    assert stale("cache: {of: docker.io, servesStale: false}") == NEVER_STALE
    assert stale("preset: harbor, cache: {of: docker.io}") == REGISTRIES["harbor"].stale
    written = "preset: harbor, cache: {of: docker.io, stale: {notFound: pass-on, error: serve-or-pass-on}}"
    assert stale(written) == StaleAnswers(
        not_found="pass-on", too_many_requests="serve-or-pass-on", error="serve-or-pass-on"
    )


def test_a_cache_of_which_nobody_says_what_it_is_says_what_it_is_taken_for(loaded: Loaded) -> None:
    assert "is like the registry distribution as a proxy" in str(loaded(registry("cache: {of: quay.io}")).assumptions)
    for told in ("preset: harbor, cache: {of: quay.io}", "cache: {of: quay.io, servesStale: false}"):
        assert "distribution" not in str(loaded(registry(told)).assumptions)


def test_what_is_behind_a_cache_is_a_registry_of_the_scenario(loaded: Loaded) -> None:
    assert "No document describes quay.io" in str(loaded(registry("cache: {of: quay.io}")).assumptions)


MISTAKES = [
    ("tls: maybe", "tls: 'maybe' is neither true nor false; write true or false"),
    ("head: no-digest", "head: 'no-digest' is not known here; did you mean without-digest?"),
    ("ranges: never", "ranges: 'never' is neither true nor false; write true or false"),
    ("redirect: 'https://cdn'", "redirect: 'https://cdn' is not a host; write a host such as cdn.example"),
    ("addresses: [reg]", "addresses[0]: 'reg' is no IP address; write for example 192.0.2.7"),
    ("connection: 10", "connection: 10 has no unit; write 10bit/s for bits or 10B/s for bytes"),
    ("token: {post: 404}", "token: has no effect: the registry asks for no token; write auth: bearer, or remove token"),
    (
        "auth: bearer, token: {post: 200}",
        "token.post: 200 is no HTTP status of an error; write one such as 404, 429, 500 or 503",
    ),
    (
        "auth: basic, users: [{name: 'alice:pw'}]",
        "users[0].name: the value (hidden) has a colon; a user's name has none (RFC 7617); "
        "write the password below password",
    ),
    ("auth: bearer, token: {url: x}", "token.url: unknown field; known: get, host, lifetime, path, post, service"),
    ("faults: [{}]", "faults[0]: has no effect; add status, transport, delay, cutAt, silent, corrupt, surplus or slow"),
    (
        "faults: [{message: sorry}]",
        "faults[0]: has a message and no status; add status, transport, delay, cutAt, silent, corrupt, surplus or slow",
    ),
    ("faults: [{delay: 1s, message: x}]", "faults[0]: has a message and no status; add for example status: 500"),
    (
        "faults: [{status: 500, transport: reset}]",
        "faults[0]: has transport and status, which exclude each other; write two faults",
    ),
    (
        "faults: [{status: 500, cutAt: 5}]",
        "faults[0]: has status and cutAt, which exclude each other; write two faults",
    ),
    (
        "faults: [{silent: true, delay: 5s}]",
        "faults[0]: has silent and delay, which exclude each other; write two faults",
    ),
    (
        "faults: [{status: 299}]",
        "faults[0].status: 299 is no HTTP status of an error; write one such as 404, 429, 500 or 503",
    ),
    ("faults: [{status: 500, nth: 0}]", "faults[0].nth: 0 is less than 1"),
    (
        "faults: [{status: 500, from: 2m, until: 1m}]",
        "faults[0]: ends before it begins; let until be later than from",
    ),
    ("faults: [{transport: rest}]", "faults[0].transport: 'rest' is not known here; did you mean reset?"),
    (
        "faults: [{status: 500, object: v1}]",
        "faults[0].object: 'v1' is nothing that is asked of a registry; "
        "write manifests/TAG, blobs/DIGEST or token, with * for any text",
    ),
    (
        "faults: [{status: 500, object: blobs/bas}]",
        "faults[0].object: 'blobs/bas' is neither a digest nor the short name of a layer; write blobs/sha256:...",
    ),
    ("limits: [{amount: -1, window: 1m}]", "limits[0].amount: -1 is less than 0"),
    (
        "limits: [{amount: 1, window: 0s}]",
        "limits[0]: has a window that is not longer than 0; write for example window: 6h",
    ),
    (
        "limits: [{amount: 1}]",
        "limits[0]: says no window; write for example {amount: 100, window: 6h}, or {preset: docker-hub}",
    ),
    ("limits: [{preset: dockerhub}]", "limits[0].preset: 'dockerhub' is no preset; did you mean docker-hub?"),
    (
        "limits: [{preset: docker-hub-personal}]",
        "limits[0].preset: has no effect: the registry asks nobody who they are; write auth: basic or auth: bearer",
    ),
    (
        "limits: [{amount: 1, window: 1m, clients: accounts}]",
        "limits[0].clients: has no effect: the registry asks nobody who they are; write auth: basic or auth: bearer",
    ),
    (
        "limits: [{preset: ghcr, exempt: [alice]}]",
        "limits[0].exempt: has no effect: the registry asks nobody who they are; write auth: basic or auth: bearer",
    ),
    (
        "auth: basic, users: [{name: alice}], limits: [{preset: ghcr, exempt: [alise]}]",
        "limits[0].exempt[0]: 'alise' is no user of this registry; did you mean alice?",
    ),
    ("preset: habor", "preset: 'habor' is no preset; did you mean harbor?"),
    (
        "preset: harbor, auth: basic",
        "auth: 'basic' is not how harbor asks who somebody is; write bearer, or remove auth",
    ),
    (
        "refusals: {missing: denied}",
        "refusals: has no effect: the registry asks nobody who they are; write auth: basic or auth: bearer",
    ),
    (
        "auth: basic, refusals: {noAccess: token-denied}",
        "refusals.noAccess: 'token-denied' is a refusal of registries with tokens; "
        "write auth: bearer, or another refusal",
    ),
    (
        "cache: {of: docker.io, servesStale: false, stale: {error: serve}}",
        "cache: serves nothing stale and says what it serves; remove servesStale or stale",
    ),
    (
        "auth: bearer, token: {path: 'https://auth'}",
        "token.path: 'https://auth' is not the path of a URL; write for example /service/token",
    ),
    (
        "cache: {of: r.example}",
        "cache.of: 'r.example' is the registry itself; name the registry that the cache fetches from",
    ),
    (
        "cache: {of: 'https://docker.io'}",
        "cache.of: 'https://docker.io' is not the host of a registry: no image name is looked up there; "
        "write a host such as docker.io, registry.example or localhost:5000",
    ),
]


@pytest.mark.parametrize(("spec", "message"), MISTAKES, ids=[spec for spec, _ in MISTAKES])
def test_a_mistake_in_how_a_registry_serves_is_said_with_its_place(mistake: Mistake, spec: str, message: str) -> None:
    assert mistake(registry(spec), BASE) == f"file.yaml:4: Registry/r.example: spec.{message}"


def test_caches_that_fetch_from_each_other_are_a_mistake(mistake: Mistake) -> None:
    a, b = registry("cache: {of: b.example}", "a.example"), registry("cache: {of: a.example}", "b.example")
    assert mistake(a, b) == (
        "file.yaml:4: Registry/a.example: spec.cache.of: 'b.example' leads back here: "
        "a.example -> b.example -> a.example; name the registry that the cache fetches from"
    )


def test_a_cache_in_front_of_such_a_circle_leaves_it_to_them(mistake: Mistake) -> None:
    c = registry("cache: {of: a.example}", "c.example")
    a, b = registry("cache: {of: b.example}", "a.example"), registry("cache: {of: a.example}", "b.example")
    assert mistake(c, a, b).startswith("file.yaml:9: Registry/a.example: spec.cache.of: 'b.example' leads back here")
