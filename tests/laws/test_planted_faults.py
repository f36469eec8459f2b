"""The laws find mistakes: each of these is planted, and before long a scenario breaks the law that it should."""

from collections.abc import Callable
from typing import Any

import pytest

from imagesim.engine.containerd.session import PullSession
from imagesim.engine.kubelet import pod_worker
from imagesim.engine.kubelet.pod_worker import PodWorker
from imagesim.engine.kubelet.puller import Puller
from imagesim.engine.kubelet.waiting import Wait
from imagesim.engine.locks import Places
from imagesim.engine.network.demand import Branch
from imagesim.rules.client_go.token_bucket import TokenBucket
from tests.laws.checking import broken_laws
from tests.laws.drawing.scenarios import draw_documents

SEED, MOST = 7, 60
"""The scenarios that are tried at the most."""


def links_give_more_than_they_have(patch: pytest.MonkeyPatch) -> None:
    right = Branch._fills_at
    patch.setattr(Branch, "_fills_at", lambda self: right(self) * 1.1)


def links_give_half_of_what_they_have(patch: pytest.MonkeyPatch) -> None:
    right = Branch._fills_at
    patch.setattr(Branch, "_fills_at", lambda self: right(self) / 2)


def a_sync_that_failed_is_not_made_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PodWorker, "_sync_again", lambda self, results, *, failed: None)


def a_sync_that_failed_is_made_again_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pod_worker, "requeue_period", lambda results, now, crash_expiry: 60.0)


def a_deleted_pod_goes_before_its_containers(patch: pytest.MonkeyPatch) -> None:
    def terminate(self: PodWorker) -> Wait:
        self._status.close()
        self._services.gone(self.pod)
        yield from ()

    patch.setattr(PodWorker, "_terminate", terminate)


def what_the_pleg_saw_is_taken_up_late(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(PodWorker, "_looked", lambda self: self._schedule(5.0))


def a_pull_without_a_token_starts_all_the_same(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TokenBucket, "try_accept", lambda self, now: True)


def there_is_a_place_too_many(patch: pytest.MonkeyPatch) -> None:
    right = Puller.__init__

    def init(self: Puller, env: Any, runtime: Any, configuration: Any) -> None:
        right(self, env, runtime, configuration)
        if self._places is not None:
            self._places = Places(env, self.width + 1)

    patch.setattr(Puller, "__init__", init)


def who_came_last_is_next(patch: pytest.MonkeyPatch) -> None:
    def give_back(self: Places) -> None:
        if self._queue:
            self._queue.pop().succeed()
        else:
            self._free += 1

    patch.setattr(Places, "give_back", give_back)


def a_place_is_never_given_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Places, "give_back", lambda self: None)


def bytes_count_twice(patch: pytest.MonkeyPatch) -> None:
    right = PullSession.took
    patch.setattr(PullSession, "took", lambda self, size: right(self, 2 * size))


PLANTED = {
    links_give_more_than_they_have: "nothing_comes_faster_than_the_links_allow",
    links_give_half_of_what_they_have: "a_pull_that_is_alone_takes_no_longer_than_it_needs",
    a_sync_that_failed_is_not_made_again: "nobody_waits_without_a_reason",
    a_sync_that_failed_is_made_again_late: "a_pull_that_failed_is_made_again_when_its_back_off_is_over",
    a_deleted_pod_goes_before_its_containers: "what_is_shown_as_running_has_started",
    what_the_pleg_saw_is_taken_up_late: "what_happens_to_a_container_is_shown_within_seconds",
    a_pull_without_a_token_starts_all_the_same: "the_token_bucket_is_kept",
    there_is_a_place_too_many: "no_more_pulls_at_once_than_the_kubelet_allows",
    who_came_last_is_next: "who_waits_longest_is_next",
    a_place_is_never_given_back: "who_waits_starts_when_another_ends",
    bytes_count_twice: "every_byte_that_came_was_sent",
}
"""Two in the network, four in the pod worker, four in the puller, one in the runtime: what each should break."""


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    for number in range(MOST):
        if broken_laws(draw_documents(SEED, number), of=PLANTED[plant]):
            return
    pytest.fail(f"{MOST} scenarios, and none breaks {PLANTED[plant]}")
