"""Who brings which login to a pull: of every scenario that hands one over, and as its run recorded the pulls."""

import pytest

from imagesim.results.explorers.logins import REFUSED, TAKEN, UNASKED, UNTOLD, HeldLogin, LoginReport, logins_of
from imagesim.results.result import simulate
from imagesim.scenarios.loading import load


def reports(name, **values):
    """The report of each pod's first pull, by the pod's name without what was added to it."""
    scenario = load(name, values=values)
    records = simulate(scenario).records
    first = {}
    for pull in records.pulls:
        first.setdefault((pull.namespace, pull.pod), pull)
    return {
        f"{namespace}/{pod.rsplit('-', 2)[0]}": (logins_of(scenario, records, pull), pull)
        for (namespace, pod), pull in first.items()
    }


def said(name, pod):
    report, pull = reports(name)[pod]
    held = [(login.place, login.key, login.user, login.turn, login.by_pod) for login in report.held]
    return held, report.answers(pull), [login.why for login in report.held]


def test_a_secret_of_the_pod_and_one_of_its_account_and_one_that_is_missing():
    secret = ("Secret regcred", "registry.example", "alice", 1, True)
    assert said("private-pull-secret", "shop/web")[:2] == ([secret], (TAKEN,))
    assert said("private-pull-secret", "tools/web")[:2] == ([secret], (TAKEN,))
    held, answers, why = said("private-pull-secret", "staging/web")
    assert held == [("Secret regcred", "", "", 0, True)]
    assert (answers, why) == ((REFUSED,), ["it is not there"])


def test_where_a_secret_comes_from_its_account_that_is_told():
    found = reports("private-pull-secret")
    assert [found[pod][0].held[0].about for pod in ("shop/web", "tools/web")] == ["", "copied from the ServiceAccount"]


def test_the_node_s_file():
    assert said("private-node-config", "shop/web")[:2] == (
        [("config.json", "registry.example", "node-robot", 1, False)],
        (TAKEN,),
    )
    held, answers, why = said("private-node-config", "shop/web-at-the-edge")
    assert held == [("config.json", "registry.example:443", "node-robot", 0, False)]
    assert answers == (REFUSED,)
    assert "ports must be equal" in why[0]


def test_a_plugin_that_fails_gives_nothing():
    assert said("private-provider-plugin", "shop/web")[0] == [
        ("plugin cloud-login", "registry.example", "cloud", 1, False)
    ]
    held, _, why = said("private-provider-plugin", "shop/web-forgotten")
    assert held == [("plugin cloud-login", "", "", 0, False)]
    assert why == ["it fails (see the kubelet's log)"]


def test_the_vendor_s_part_is_shown_where_the_kubelet_sends_nothing():
    held, answers, _ = said("private-vendor-hook", "shop/web")
    assert (held, answers) == ([("the vendor's part", "registry.example", "vendor", 1, False)], (TAKEN,))
    held, answers, why = said("private-vendor-hook", "shop/web-old-login")
    assert [(login[0], login[3]) for login in held] == [("Secret old-login", 1), ("the vendor's part", 0)]
    assert answers == (REFUSED,)
    assert why[1] == "the kubelet sends a login, and the runtime then uses that"


def test_the_vendor_s_part_that_comes_late_does_not_work_yet():
    found = reports("private-vendor-hook", **{"NodePool/workers:spec.credentials.vendorHook.from": "3m"})
    assert found["shop/web"][0].held[0].why == "it does not work yet"


@pytest.mark.parametrize(
    ("origins", "answers"),
    [
        (["b", "a", "c"], (REFUSED, TAKEN, UNASKED)),
        (["a"], (TAKEN,)),
        (["b", "a", "a", "c"], (REFUSED, UNTOLD, UNTOLD, UNASKED)),
        (["a", "b", "a"], (UNTOLD, UNTOLD, UNTOLD)),
    ],
)
def test_answers_stop_with_the_one_that_is_taken(origins, answers):
    _, pull = reports("private-node-config")["shop/web"]
    held = tuple(HeldLogin(place="p", origin=each, why="", turn=turn) for turn, each in enumerate(origins, 1))
    report = LoginReport(repository="r/x", held=held)
    assert report.answers(pull._replace(credential="a")) == answers
    assert report.answers(pull._replace(credential="", outcome="Failed")) == (REFUSED,) * len(origins)


def test_pod_and_node_bring_logins_in_that_order():
    for report, pull in reports("credential-merge").values():
        places = [login.by_pod for login in report.tried]
        assert places == sorted(places, reverse=True)
        assert len(report.answers(pull)) == max(1, len(places))


@pytest.mark.parametrize("name", ["private-pull-secret", "private-node-config", "private-provider-plugin"])
def test_the_origin_is_what_the_pull_was_recorded_with(name):
    for report, pull in reports(name).values():
        if pull.outcome == "Pulled":
            assert report.tried[report.answers(pull).index(TAKEN)].origin == pull.credential
