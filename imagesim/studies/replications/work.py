"""What a process does that computes runs for others: it keeps scenarios, runs them with seeds, and hands back numbers.

A scenario comes as bytes and is made of them once; the next run of the same one finds it. Everything here is named by
its module, so that any process that has imagesim can be asked for it: one that was spawned, or one far away.
"""

import os
import pickle
import signal
import threading
from collections import OrderedDict
from collections.abc import Sequence
from multiprocessing import connection, parent_process
from typing import NamedTuple

from imagesim.results.expectations import MEASURES
from imagesim.results.result import simulate
from imagesim.rules.digests import digest_of
from imagesim.rules.units import Bytes
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario
from imagesim.version import __version__

DIGITS = 6
"""After the point: microseconds. What is beyond is the rounding of sums, and no difference between two scenarios."""
MOST_KEPT = 32
"""Scenarios that a process keeps ready. Runs come in the order of settings, so it seldom needs more than one."""

_kept: OrderedDict[str, Scenario] = OrderedDict()
_keeping = threading.Lock()  # several threads of a process may compute, too
_packed: dict[str, bytes] = {}


class PackedSetting(NamedTuple):
    """What all runs of one setting share: the scenario, packed, what to measure, and the most memory of a run.

    `packed` is empty where the process was given it when it began.
    """

    key: str
    packed: bytes
    measures: tuple[str, ...]
    limit: Bytes | None
    version: str = __version__


def pack(scenario: Scenario, measures: Sequence[str], limit: Bytes | None) -> PackedSetting:
    """The job of a scenario. It holds no secret, since a scenario holds stand-ins alone."""
    packed = pickle.dumps(scenario, protocol=5)
    return PackedSetting(digest_of(packed), packed, tuple(measures), limit)


def measured(job: PackedSetting, seed: int) -> tuple[float, ...]:
    """Run the scenario of *job* with *seed* and measure it.

    ScenarioError where the run is beyond its limit, or this process has another version of imagesim.
    """
    if job.version != __version__:
        raise ScenarioError(
            f"a worker has imagesim {__version__}, and this is {job.version}",
            suggestion="install the same version everywhere",
        )
    records = simulate(_scenario(job), seed=seed, limit=job.limit).records
    return tuple(round(float(MEASURES[name].of(records)), DIGITS) for name in job.measures)


def _scenario(job: PackedSetting) -> Scenario:
    with _keeping:
        scenario = _kept.get(job.key)
        if scenario is None:
            scenario = pickle.loads(job.packed or _packed[job.key])
            _kept[job.key] = scenario
            if len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(job.key)
        return scenario


def begin(packed: dict[str, bytes]) -> None:
    """In a process that was started for this: take what is to be run, and end with whoever started it."""
    _packed.update(packed)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C comes to all, and one answers
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    """A parent that was killed cannot end its workers, and they would wait for work for ever."""
    connection.wait([sentinel])
    os._exit(1)
