"""Pods that fit nowhere, and when they are tried again.

Models pkg/scheduler/backend/queue/scheduling_queue.go, 1.31 to 1.36 (read): a pod waits until something happens that
could make room for it. Up to 1.32 it also waits out a back-off from its last try, 1 s, 2 s ... 10 s; from 1.33 on a
scheduler with nothing else to do does not. One that nothing has happened to for five minutes is tried anyway, at a look
that comes every 30 s.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.environment import at_once
from imagesim.rules.units import Seconds

INITIAL_BACKOFF_S, MAX_BACKOFF_S = 1.0, 10.0
MAX_IN_UNSCHEDULABLE_S: Seconds = 300.0
"""DefaultPodMaxInUnschedulablePodsDuration."""
FLUSH_S: Seconds = 30.0
"""How often the scheduler looks for those."""


class TryAgain(Protocol):
    """Tries to schedule pods, all of them *anyway* or only those for which there is room by now."""

    def __call__(self, pods: Iterable[ApiPod], *, anyway: bool) -> None: ...


@dataclass(slots=True)
class _Wait:
    """How often a pod was tried, when last, and why it fitted nowhere then."""

    tries: int
    since_s: Seconds
    why: str


class WaitingPods:
    """Calls *try_again* with pods whose turn it is. *phase* is when the first look comes, *backs_off* as above."""

    def __init__(self, env: simpy.Environment, try_again: TryAgain, phase: Seconds, *, backs_off: bool) -> None:
        self._env = env
        self._try_again = try_again
        self._phase = phase
        self._backs_off = backs_off
        self._pods: dict[ApiPod, _Wait] = {}
        self._moves = False
        self._flush: Seconds | None = None
        self._retry_at: set[Seconds] = set()

    def add(self, pod: ApiPod, why: str) -> bool:
        """It was tried, and fits nowhere; return whether *why* is another reason than the last time."""
        wait = self._pods.setdefault(pod, _Wait(0, 0.0, ""))
        is_news = wait.why != why
        wait.tries, wait.since_s, wait.why = wait.tries + 1, self._env.now, why
        self._plan_flush()
        return is_news

    def forget(self, pod: ApiPod) -> None:
        """It has a node, or is gone."""
        self._pods.pop(pod, None)

    def something_happened(self) -> None:
        """There may be room now.

        Not before all that happens at this instant has: nodes that join together are alike, and share what waits.
        """
        if self._pods and not self._moves:
            self._moves = True
            at_once(self._env, self._move)

    def _move(self) -> None:
        self._moves = False
        now, due = self._env.now, []
        for pod, wait in self._pods.items():
            ready_s = wait.since_s + _backoff(wait.tries) if self._backs_off else now
            if ready_s <= now:
                due.append(pod)
            elif ready_s not in self._retry_at:
                self._retry_at.add(ready_s)
                self._env.timeout(ready_s - now, value=ready_s).callbacks.append(self._backed_off)
        self._try_again(due, anyway=False)

    def _backed_off(self, timeout: simpy.Event) -> None:
        self._retry_at.discard(timeout.value)
        self.something_happened()

    # --- those that nothing happens to ---

    def _plan_flush(self) -> None:
        if self._flush is None:
            now = self._env.now
            due = now + MAX_IN_UNSCHEDULABLE_S
            looks = max(0, -int((self._phase - due) // FLUSH_S))
            self._flush = self._phase + looks * FLUSH_S
            self._env.timeout(self._flush - now).callbacks.append(self._look)

    def _look(self, _: simpy.Event) -> None:
        self._flush = None
        now = self._env.now
        due = [pod for pod, wait in self._pods.items() if now - wait.since_s > MAX_IN_UNSCHEDULABLE_S]
        self._try_again(due, anyway=True)
        if self._pods:
            self._plan_flush()


def _backoff(tries: int) -> Seconds:
    """calculateBackoffDuration."""
    return min(MAX_BACKOFF_S, INITIAL_BACKOFF_S * 2.0 ** (tries - 1))
