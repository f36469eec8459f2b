"""Presets say when and where they were looked up."""

import re

import pytest

from imagesim.scenarios.presets import presets
from imagesim.scenarios.presets.limits import LIMITS
from imagesim.scenarios.presets.preset import Preset

ALL = [(field, preset) for field, listed in presets().items() for preset in listed]


@pytest.mark.parametrize(("field", "preset"), ALL, ids=[f"{field}: {preset.name}" for field, preset in ALL])
def test_every_preset_has_a_date_and_a_source(field: str, preset: Preset) -> None:
    assert re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", preset.as_of)
    assert preset.says
    assert preset.source


def test_docker_hub_counts_manifest_gets_by_address_and_by_account() -> None:
    anonymous, personal = LIMITS["docker-hub"].limits
    assert (anonymous.amount, anonymous.per, anonymous.clients) == (100, "address", "anonymous")
    assert (personal.amount, personal.per, personal.clients) == (200, "account", "accounts")
    assert {limit.counts for limit in (anonymous, personal)} == {"manifest-gets"}
    assert {limit.window_s for limit in (anonymous, personal)} == {6 * 3600}


def test_the_limits_of_one_kind_of_clients_are_those_of_the_whole() -> None:
    parts = (LIMITS["docker-hub-anonymous"], LIMITS["docker-hub-personal"])
    assert tuple(limit for part in parts for limit in part.limits) == LIMITS["docker-hub"].limits
