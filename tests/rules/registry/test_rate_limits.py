"""Budgets of registries: what is charged, to whom, and when it comes back."""

import pytest

from imagesim.rules.registry.rate_limits import Budgets, CountedRequest, RateLimit, request_that_spends


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


HUB = (
    RateLimit(amount=100, window_s=21_600, clients="anonymous"),
    RateLimit(amount=200, window_s=21_600, clients="accounts", per="account"),
)


def left(budgets: Budgets, now: float, address: str = "office", account: str = "") -> int:
    """How many requests are answered still."""
    request = CountedRequest("GET", "manifests", address, account)
    return next(count for count in range(1000) if budgets.refused_by(request, now) is not None)


def test_what_somebody_else_spends_is_missing_until_the_window_of_the_first_request_ends() -> None:
    budgets = Budgets(HUB)
    assert budgets.refused_by(CountedRequest("GET", "manifests", "office", ""), 100.0) is None
    assert budgets.spend("office", "", None, 500.0) == 100.0 + 21_600
    assert left(budgets, 600.0) == 0
    assert left(budgets, 600.0, address="elsewhere") == 100
    assert left(budgets, 600.0, account="ann") == 200
    assert left(budgets, 100.0 + 21_600) == 100


def test_some_requests_leave_the_rest() -> None:
    budgets = Budgets(HUB)
    assert budgets.spend("office", "", 60, 0.0) is None
    assert budgets.spend("", "ann", 199, 0.0) is None
    assert (left(budgets, 1.0), left(budgets, 1.0, account="ann")) == (40, 1)


def test_a_budget_is_spent_only_of_whom_is_said() -> None:
    shared = RateLimit(amount=10, window_s=60, per="registry", counts="requests")
    for limit, address, account, spent in (
        (HUB[0], "", "", False),
        (HUB[0], "", "ann", False),
        (HUB[1], "office", "", False),
        (HUB[1], "", "ann", True),
        (shared, "", "", True),
    ):
        assert (request_that_spends(limit, address, account) is not None) is spent
