"""When events tell of pull secrets that are not there, before 1.37 and from then on."""

from dataclasses import replace

from imagesim.engine.run import run
from tests.engine.engine_worlds import MB, container, image, pod

TAGS = {"app:v1": image("a", MB)}
GOOD, WRONG = container("reg.test/app:v1"), container("reg.test/app:v2")


def told(world, version: str, *containers, **more) -> list[tuple[float, str]]:
    """The time and the reason, or the waiting reason that was told, of all events about failures."""
    records = run(world(tags=TAGS, pods=(pod("p", *containers, secrets=("regcred",)),), version=version, **more))
    wanted = "FailedToRetrieveImagePullSecret", "Failed", "Pulling", "BackOff"
    return [(row.time_s, row.reason) for row in records.events if row.reason in wanted]


def reasons(world, version: str, *containers, **more) -> list[str]:
    return [reason for _, reason in told(world, version, *containers, **more)]


def test_before_1_37_a_sync_tells_of_them_first(world):
    seen = reasons(world, "1.36", WRONG, duration_s=10)
    assert seen[:2] == ["FailedToRetrieveImagePullSecret", "Pulling"]
    assert seen.count("FailedToRetrieveImagePullSecret") == 2


def test_from_1_37_on_only_a_sync_in_which_a_pull_failed_tells_of_them_at_its_end(world):
    assert reasons(world, "1.37", WRONG, duration_s=10) == [
        "Pulling", "Failed", "Failed", "FailedToRetrieveImagePullSecret", "BackOff", "Failed"
    ]  # fmt: skip


def test_from_1_37_on_it_is_once_for_all_containers_of_the_pod(world):
    second = replace(WRONG, name="second", image="reg.test/app:v3")
    seen = reasons(world, "1.37", WRONG, second, duration_s=0.5)
    assert seen.count("Pulling") == 2
    assert [place for place, reason in enumerate(seen) if reason == "FailedToRetrieveImagePullSecret"] == [6]


def test_from_1_37_on_nobody_is_told_while_the_image_can_be_had_or_was_never_asked_for(world):
    for one in (GOOD, replace(GOOD, image="reg.test/App"), replace(WRONG, image_pull_policy="Never")):
        assert "FailedToRetrieveImagePullSecret" not in reasons(world, "1.37", one, duration_s=100)
        assert "FailedToRetrieveImagePullSecret" in reasons(world, "1.36", one, duration_s=100)
