"""Budgets of registries: what is charged, to whom, and when it comes back."""

import pytest

from imagesim.rules.registry.rate_limits import Budgets, CountedRequest, RateLimit


def request(method="GET", kind="manifests", address="10.0.0.1", account="", **more):
    return CountedRequest(method, kind, address, account, **more)


@pytest.mark.parametrize(
    ("counts", "charged"),
    [
        ("manifest-gets", [("GET", "manifests")]),
        ("blob-gets", [("GET", "blobs")]),
        ("tokens", [(m, "token") for m in ("HEAD", "GET", "POST")]),
        ("requests", [(m, k) for m in ("HEAD", "GET", "POST") for k in ("manifests", "blobs", "token")]),
    ],
)
def test_a_limit_counts_its_kind_of_request(counts, charged):
    limit = RateLimit(amount=1, window_s=60, counts=counts)
    for method in ("HEAD", "GET", "POST"):
        for kind in ("manifests", "blobs", "token"):
            assert limit.counts_request(request(method, kind)) is ((method, kind) in charged)


def test_a_message_may_name_who_asks_and_a_token_that_is_another_one_for_each_pull():
    limit = RateLimit(amount=1, window_s=60, message="enough for '{account}': {token}.")
    first, second = limit.said_to("alice", 1.0), limit.said_to("alice", 2.0)
    assert first.startswith("enough for 'alice': dckr_jti_")
    assert first != second
    assert limit.said_to("alice", 1.0) == first
    assert RateLimit(amount=1, window_s=60, message="enough").said_to("alice", 1.0) == "enough"


@pytest.mark.parametrize(("counts", "charged"), [("manifest-gets", False), ("blob-gets", False), ("requests", True)])
def test_a_request_that_is_answered_401_counts_only_where_all_do(counts, charged):
    limit = RateLimit(amount=1, window_s=60, counts=counts)
    kind = "blobs" if counts == "blob-gets" else "manifests"
    assert limit.counts_request(request(kind=kind, authorized=False)) is charged


@pytest.mark.parametrize(
    ("clients", "anonymous", "alice"), [("all", True, True), ("anonymous", True, False), ("accounts", False, True)]
)
def test_a_limit_holds_for_its_clients(clients, anonymous, alice):
    limit = RateLimit(amount=1, window_s=60, clients=clients)
    assert limit.counts_request(request()) is anonymous
    assert limit.counts_request(request(account="alice")) is alice


def test_an_exempt_account_has_no_limit_and_the_anonymous_are_never_exempt():
    limit = RateLimit(amount=1, window_s=60, exempt=("team", ""))
    assert not limit.counts_request(request(account="team"))
    assert limit.counts_request(request())


@pytest.mark.parametrize(
    ("per", "sharer"),
    [("registry", ("", "")), ("address", ("10.0.0.1", "10.0.0.1")), ("account", ("10.0.0.1", "alice"))],
)
def test_a_budget_is_shared(per, sharer):
    limit = RateLimit(amount=1, window_s=60, per=per)
    assert (limit.sharer(request()), limit.sharer(request(account="alice"))) == sharer


def test_so_many_and_no_more_until_the_window_is_over():
    budgets = Budgets((RateLimit(amount=2, window_s=60),))
    answers = [budgets.refused_by(request(), now) is None for now in (5, 6, 7, 64.9, 65, 66, 67)]
    assert answers == [True, True, False, False, True, True, False]


def test_another_address_has_a_budget_of_its_own():
    budgets = Budgets((RateLimit(amount=1, window_s=60),))
    assert [budgets.refused_by(request(address=each), 0) is None for each in ("a", "b", "a")] == [True, True, False]


def test_a_request_that_one_limit_refuses_is_not_charged_to_another():
    wide, narrow = RateLimit(amount=3, window_s=60), RateLimit(amount=1, window_s=1, per="registry")
    budgets = Budgets((wide, narrow))
    refused = [budgets.refused_by(request(), now) for now in (0, 0.5, 1, 2, 3)]
    assert refused == [None, narrow, None, None, wide]
