import pytest

from imagesim.rules.versions import kubernetes
from imagesim.rules.workloads.deployment_texts import created_scaled, scaled


@pytest.mark.parametrize(
    ("version", "created", "up", "down"),
    [
        ("1.31", "up replica set web-1 to 3", "up replica set web-1 to 5 from 3", "down replica set web-1 to 0 from 5"),
        (
            "1.32",
            "up replica set web-1 from 0 to 3",
            "up replica set web-1 from 3 to 5",
            "down replica set web-1 from 5 to 0",
        ),
    ],
)
def test_from_1_32_on_a_size_is_named_from_and_to(version, created, up, down):
    behaviour = kubernetes(version)
    assert created_scaled(behaviour, "web-1", 3) == f"Scaled {created}"
    assert scaled(behaviour, "web-1", 3, 5) == f"Scaled {up}"
    assert scaled(behaviour, "web-1", 5, 0) == f"Scaled {down}"
