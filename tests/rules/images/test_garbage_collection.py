import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagesim.rules.images.garbage_collection import ImageGCManager, NodeImage
from imagesim.rules.images.gc_policy import ImageFsUsage, ImageGCPolicy

DAY = 86_400.0
FULL = ImageFsUsage(1000, 0)


def collector(**policy):
    return ImageGCManager(ImageGCPolicy(**policy), shortfall_explains=True)


def images(*ids, size=50):
    return [NodeImage(id, size) for id in ids]


def removes(_):
    return ""


def refuses(image):
    return f"cannot remove {image}"


def test_longest_unused_goes_first_and_never_used_before_all():
    gc = collector()
    gc.detect_images(0, images("old", "recent", "never"), {"old", "recent"})
    gc.detect_images(100, images("old", "recent", "never"), {"recent"})
    done = gc.garbage_collect(DAY, images("old", "recent", "never"), set(), FULL, removes)
    assert done.attempts == ["never", "old", "recent"]


def test_stops_once_the_low_threshold_is_reached_and_may_overshoot_by_one_image():
    gc = collector()
    gc.detect_images(0, images("a", "b", "c", size=150), set())
    done = gc.garbage_collect(DAY, images("a", "b", "c", size=150), set(), FULL, removes)
    assert (done.deleted_by_space, done.freed_by_space, done.error) == (["a", "b"], 300, "")


@pytest.mark.parametrize(("available", "collects"), [(160, False), (159, True), (150, True)])
def test_usage_is_rounded_up_so_15_9_percent_free_is_the_high_threshold(available, collects):
    gc = collector()
    gc.detect_images(0, images("a"), set())
    done = gc.garbage_collect(DAY, images("a"), set(), ImageFsUsage(1000, available), removes)
    assert bool(done.attempts) is collects


@pytest.mark.parametrize(("age", "collects"), [(119.999, False), (120, True)])
def test_the_minimum_age_counts_from_when_the_kubelet_first_saw_the_image(age, collects):
    gc = collector()
    gc.detect_images(1000.1, images("a"), set())
    done = gc.delete_unused_images(1000.1 + age, images("a"), set(), removes)
    assert (done.deleted_by_space == ["a"]) is collects


def test_age_ignores_the_minimum_age_and_takes_a_never_used_image_at_once():
    gc = collector(max_age=600)
    gc.detect_images(0, images("used"), {"used"})
    empty_disk = ImageFsUsage(1000, 1000)
    assert gc.garbage_collect(600, images("used", "fresh"), set(), empty_disk, removes).attempts == []
    done = gc.garbage_collect(600.001, images("used", "fresh"), set(), empty_disk, removes)
    assert done.deleted_by_age == ["fresh", "used"]


def test_an_age_error_ends_the_collection_before_the_disk_is_looked_at():
    gc = collector(max_age=600)
    done = gc.garbage_collect(DAY, images("a", "b"), set(), FULL, refuses)
    assert done.error == (
        "wanted to free images older than 10m0s, encountered errors in image deletion: "
        "[cannot remove a, cannot remove b]"
    )
    assert done.deleted_by_space == []
    assert done.kept is None


def test_keeps_the_records_only_of_images_that_it_looked_at_and_left():
    gc = collector(min_age=60)
    gc.detect_images(0, [*images("first", "later"), NodeImage("pinned", 9, pinned=True)], set())
    world = [*images("first", "used", "young", "later", size=500), NodeImage("pinned", 9, pinned=True)]
    done = gc.garbage_collect(100, world, {"used"}, FULL, removes)
    assert done.deleted_by_space == ["first"]
    assert done.kept == []
    gc.detect_images(200, images("later", "young"), {"later"})
    done = gc.delete_unused_images(200, images("later", "young", "younger"), set(), removes)
    assert done.kept == ["younger", "later"]


def test_a_removal_error_or_a_roomy_disk_leaves_the_records_alone():
    gc = collector()
    gc.detect_images(0, images("a"), set())
    assert gc.delete_unused_images(DAY, images("a"), set(), refuses).kept is None
    assert gc.garbage_collect(DAY, images("a"), set(), ImageFsUsage(1000, 900), removes).kept is None


def test_what_is_not_too_old_may_still_go_for_space():
    gc = collector(max_age=600)
    gc.detect_images(0, images("old", "recent"), {"old"})
    gc.detect_images(500, images("old", "recent"), {"recent"})
    done = gc.garbage_collect(1000, images("old", "recent"), set(), FULL, removes)
    assert (done.deleted_by_age, done.deleted_by_space) == (["old"], ["recent"])


def test_too_little_freed_is_an_event_on_the_node():
    gc = collector()
    gc.detect_images(0, images("a"), set())
    done = gc.garbage_collect(DAY, images("a"), set(), FULL, removes)
    assert done.error.startswith("Insufficient free disk space on the node's image filesystem (100% of 1000 B used).")
    assert done.events == [("Warning", "FreeDiskSpaceFailed", done.error)]


def test_exactly_enough_is_enough():
    gc = collector()
    gc.detect_images(0, images("a", size=200), set())
    done = gc.garbage_collect(DAY, images("a", size=200), set(), FULL, removes)
    assert (done.error, done.events) == ("", [])


def test_a_removal_error_is_returned_without_an_event_even_if_enough_was_freed():
    gc = collector()
    gc.detect_images(0, images("a", "b", size=200), set())
    done = gc.garbage_collect(DAY, images("a", "b", size=200), set(), FULL, lambda id: "busy" if id == "a" else "")
    assert done.error == "wanted to free 200 bytes, but freed 200 bytes space with errors in image deletion: busy"
    assert (done.deleted_by_space, done.events) == (["b"], [])
    assert set(gc.records) == {"a"}


def test_a_removal_error_hides_that_too_little_was_freed():
    gc = collector()
    gc.detect_images(0, images("a"), set())
    done = gc.garbage_collect(DAY, images("a"), set(), FULL, refuses)
    assert done.error.startswith("wanted to free 200 bytes, but freed 0 bytes space with errors")
    assert done.events == []


def test_deleting_everything_asks_for_the_largest_number_of_bytes():
    gc = collector()
    gc.detect_images(0, images("a"), set())
    done = gc.delete_unused_images(DAY, images("a"), set(), refuses)
    assert done.error.startswith("wanted to free 9223372036854775807 bytes, but freed 0 bytes")


def test_a_file_system_without_a_size_is_an_event():
    done = collector().garbage_collect(0, [], set(), ImageFsUsage(0, 0), removes)
    assert done.events == [("Warning", "InvalidDiskCapacity", "invalid capacity 0 on image filesystem")]
    assert done.error == "invalid capacity 0 on image filesystem"


def test_without_a_file_system_size_that_error_is_all_that_happens():
    done = collector().garbage_collect(0, [], set(), "no stats", removes)
    assert (done.error, done.events) == ("no stats", [])


def test_an_image_that_is_gone_is_forgotten():
    gc = collector()
    gc.detect_images(0, images("a"), {"a"})
    gc.detect_images(10, [], set())
    gc.detect_images(20, images("a"), set())
    assert (gc.records["a"].first_detected, gc.records["a"].last_used) == (20, None)


IDS = st.sampled_from("abcdef")


@given(
    used=st.sets(IDS),
    pinned=st.sets(IDS),
    available=st.integers(0, 1000),
    max_age=st.sampled_from([0, 10, 10_000]),
    failing=st.sets(IDS),
)
def test_never_takes_an_image_in_use_or_pinned(used, pinned, available, max_age, failing):
    gc = collector(max_age=max_age)
    world = [NodeImage(id, 40, id in pinned) for id in "abcdef"]
    gc.detect_images(0, world, set())
    usage = ImageFsUsage(1000, available)
    done = gc.garbage_collect(5000, world, used, usage, lambda id: "no" if id in failing else "")
    done_all = gc.delete_unused_images(5001, world, used, lambda id: "no" if id in failing else "")
    assert not set(done.attempts + done_all.attempts) & (used | pinned)
