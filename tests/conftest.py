"""What all tests share: no example of a property is timed, and a real registry on loopback.

Where docker-registry is not installed, tests that need one are skipped and say so; with IMAGESIM_REQUIRE_REGISTRY=1,
as in CI, they fail.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.registry_server import PROGRAM, USERS, RunningRegistry, is_installed, serve

# Hypothesis would fail an example that takes 200 ms by the clock, as any does on a busy machine.
settings.register_profile("imagesim", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("imagesim")

# A shell starts what it puts into the background with SIGINT ignored, and what that starts inherits it: no Ctrl-C would
# reach the programs under test.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[RunningRegistry]:
    """A public registry that holds nothing yet."""
    require_registry()
    with serve(tmp_path / "registry") as running:
        yield running


@pytest.fixture
def private_registry(tmp_path: Path) -> Iterator[RunningRegistry]:
    """A registry that wants a login of tests.registry_server.USERS for everything."""
    require_registry()
    with serve(tmp_path / "private-registry", users=USERS) as running:
        yield running


def require_registry() -> None:
    """Skip a test that needs a registry where there is none, or fail it where one has to be."""
    if not is_installed():
        reason = f"{PROGRAM} is not installed (Debian, Ubuntu: apt install docker-registry)"
        if os.environ.get("IMAGESIM_REQUIRE_REGISTRY") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
