"""The loop that has runs computed, with runners that die, lag and fail."""

from concurrent.futures import BrokenExecutor, Future

import pytest

from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.studies.replications.computing import MOST_DEATHS, WantedRun, compute

WANTED = [WantedRun(setting, run, 100 + run) for setting in range(3) for run in range(1, 6)]


class Pool:
    """Computes setting * 1000 + seed; at each of the *deaths*, counted in runs begun, all that is under way dies."""

    def __init__(self, ahead, deaths=(), *, renewable=True):
        self.ahead, self.deaths, self.renewable = ahead, set(deaths), renewable
        self.begun, self.under_way, self.most = 0, [], 0

    def start(self, setting, seed):
        self.begun += 1
        if self.begun in self.deaths:
            for future, _ in self.under_way:
                future.set_exception(BrokenExecutor())
            self.under_way = []
            raise BrokenExecutor
        future = Future()
        self.under_way.append((future, float(setting * 1000 + seed)))
        self.most = max(self.most, len(self.under_way))
        if len(self.under_way) == self.ahead:  # the last that was begun is done first
            done, value = self.under_way.pop()
            done.set_result((value,))
        return future

    def renew(self):
        return self.renewable

    def finish(self):
        while self.under_way:
            future, value = self.under_way.pop()
            future.set_result((value,))


def taken(pool, wanted=WANTED, monkeypatch=None):
    found = []

    def wait(futures, return_when):
        done = {future for future in futures if future.done()}
        if not done:
            pool.finish()
            done = {future for future in futures if future.done()}
        return done, set(futures) - done

    monkeypatch.setattr("imagesim.studies.replications.computing.wait", wait)
    compute(wanted, pool, lambda place, values: found.append((place, values)))
    return found


@pytest.mark.parametrize("ahead", [1, 2, 7, 100])
def test_every_run_is_taken_once_whatever_the_order(ahead, monkeypatch):
    pool = Pool(ahead)
    found = taken(pool, monkeypatch=monkeypatch)
    assert sorted(found) == [(place, (float(place.setting * 1000 + place.seed),)) for place in WANTED]
    assert pool.begun == len(WANTED)
    assert pool.most <= ahead


@pytest.mark.parametrize("deaths", [{1}, {4}, {3, 8}, {15}, {2, 3}])
def test_what_was_under_way_is_given_again_and_what_is_done_is_not(deaths, monkeypatch):
    found = taken(Pool(4, deaths), monkeypatch=monkeypatch)
    assert sorted(place for place, _ in found) == WANTED


def test_workers_that_always_die_are_given_up(monkeypatch):
    pool = Pool(3, range(1, 100))
    with pytest.raises(ScenarioError, match=f"workers have died {MOST_DEATHS + 1} times in a row"):
        taken(pool, monkeypatch=monkeypatch)
    assert pool.begun == MOST_DEATHS + 1


def test_an_executor_that_cannot_be_renewed_is_given_up_at_once(monkeypatch):
    with pytest.raises(ScenarioError, match="workers have died 1 time in a row"):
        taken(Pool(3, {4}, renewable=False), monkeypatch=monkeypatch)


def test_a_mistake_of_a_worker_is_ours(monkeypatch):
    pool = Pool(2)
    pool.finish = lambda: [future.set_exception(ScenarioError("is too large")) for future, _ in pool.under_way]
    with pytest.raises(ScenarioError, match="is too large"):
        taken(pool, WANTED[:1], monkeypatch=monkeypatch)
