"""When a silent node is given up, and at which rate many are."""

import pytest

from imagesim.rules.nodes.health import ZoneState, eviction_rate, next_tick, unknown_tick, zone_state


@pytest.mark.parametrize(
    ("silent_s", "lease_phase", "monitor_phase", "looks_at_s"),
    [
        (100.0, 0.0, 0.0, 150.0),  # the lease was renewed and seen at the moment of the crash
        (109.9, 0.0, 0.0, 150.0),  # it was about to be renewed
        (100.0, 0.0, 4.0, 154.0),  # the renewal of 100 s was seen at 104 s
        (100.0, 9.5, 4.0, 154.0),  # that of 99.5 s was seen at 104 s, too
        (100.0, 3.0, 2.0, 147.0),  # that of 93 s at 97 s
    ],
)
def test_the_silence_counts_from_the_look_that_saw_the_last_renewal(
    silent_s: float, lease_phase: float, monitor_phase: float, looks_at_s: float
) -> None:
    assert monitor_phase + 5 * unknown_tick(silent_s, lease_phase, monitor_phase, 50.0) == looks_at_s


def test_up_to_1_31_that_is_ten_seconds_earlier() -> None:
    assert unknown_tick(100.0, 0.0, 0.0, 40.0) == 28


def test_a_look_at_the_very_time_is_the_next_one() -> None:
    assert (next_tick(10.0, 0.0), next_tick(10.1, 0.0), next_tick(10.1, 0.5, 20.0)) == (2, 3, 1)


@pytest.mark.parametrize(
    ("ready", "not_ready", "state"),
    [
        (9, 1, ZoneState.NORMAL),
        (0, 1, ZoneState.FULL_DISRUPTION),
        (1, 2, ZoneState.NORMAL),  # two of three: at least three have to be away
        (2, 3, ZoneState.PARTIAL_DISRUPTION),
        (9, 11, ZoneState.PARTIAL_DISRUPTION),  # 55 %
        (10, 11, ZoneState.NORMAL),
    ],
)
def test_a_zone_is_disrupted_by_the_share_of_its_nodes(ready: int, not_ready: int, state: ZoneState) -> None:
    assert zone_state(ready, not_ready) is state


def test_a_disrupted_zone_gives_nodes_up_slowly_or_not_at_all() -> None:
    assert eviction_rate(ZoneState.NORMAL, 10) == 0.1
    assert eviction_rate(ZoneState.PARTIAL_DISRUPTION, 50) == 0.0
    assert eviction_rate(ZoneState.PARTIAL_DISRUPTION, 51) == 0.01
    assert eviction_rate(ZoneState.FULL_DISRUPTION, 10) == 0.1  # other zones are well
