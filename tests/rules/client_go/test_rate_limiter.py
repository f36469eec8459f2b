import pytest

from imagesim.rules.client_go.rate_limiter import ControllerRateLimiter, ReservingBucket, exponential_delay_s


def test_a_failed_sync_is_tried_again_ever_more_slowly():
    assert [exponential_delay_s(failures) for failures in (1, 2, 3, 18, 19, 2000)] == [
        0.005, 0.01, 0.02, 655.36, 1000, 1000,
    ]  # fmt: skip


def test_each_object_has_a_count_of_its_own_and_a_success_ends_it():
    limiter = ControllerRateLimiter()
    assert [limiter.when("a", 0.0) for _ in range(3)] == [0.005, 0.01, 0.02]
    assert limiter.when("b", 0.0) == 0.005
    assert (limiter.num_requeues("a"), limiter.num_requeues("c")) == (3, 0)
    limiter.forget("a")
    assert limiter.when("a", 0.0) == 0.005


def test_all_objects_together_get_a_hundred_tries_at_once_and_then_ten_a_second():
    limiter = ControllerRateLimiter()
    waits = [limiter.when(number, 0.0) for number in range(103)]
    assert waits[:100] == [0.005] * 100
    assert waits[100:] == pytest.approx([0.1, 0.2, 0.3])


def test_the_bucket_fills_again_and_never_beyond_its_size():
    bucket = ReservingBucket(qps=10, burst=2)
    assert [bucket.reserve(0.0) for _ in range(3)] == pytest.approx([0, 0, 0.1])
    assert bucket.reserve(0.2) == 0
    assert [bucket.reserve(100.0) for _ in range(3)] == pytest.approx([0, 0, 0.1])
