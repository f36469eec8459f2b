from imagesim.rules.client_go.token_bucket import TokenBucket


def accepted(bucket, times):
    return [now for now in times if bucket.try_accept(now)]


def test_the_burst_passes_at_once_and_the_next_call_is_refused():
    bucket = TokenBucket(5, 10)
    assert [bucket.try_accept(0.0) for _ in range(11)] == [True] * 10 + [False]


def test_refills_at_the_rate_and_never_above_the_burst():
    bucket = TokenBucket(5, 2)
    assert accepted(bucket, [0.0, 0.0, 0.1, 0.2, 0.3, 0.4]) == [0.0, 0.0, 0.2, 0.4]
    assert [bucket.try_accept(1000.0) for _ in range(3)] == [True, True, False]


def test_a_refused_call_takes_nothing():
    bucket = TokenBucket(1, 1)
    assert bucket.try_accept(0.0)
    assert accepted(bucket, [0.25, 0.5, 0.75]) == []
    assert bucket.try_accept(1.0)


def test_a_token_is_there_at_the_nanosecond_at_which_it_is_due():
    bucket = TokenBucket(3, 1)
    assert bucket.try_accept(0.0)
    assert not bucket.try_accept(0.333333330)
    assert bucket.try_accept(0.333333334)


def test_no_rate_means_no_limit_and_no_burst_means_none_passes():
    assert all(TokenBucket(0, 10).try_accept(0.0) for _ in range(100))
    assert not TokenBucket(5, 0).try_accept(0.0)
