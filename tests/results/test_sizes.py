"""Numbers of bytes as people say them, in pictures and in the summary alike."""

import pytest

from imagesim.results.sizes import size


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1 kB"),
        (44_040_192, "44 MB"),
        (3_140_000_000, "3.14 GB"),
        (999_900_000_000, "1000 GB"),
        (2_650_000_000_000, "2.65 TB"),
        (1_300_000_000_000_000, "1300 TB"),
    ],
)
def test_a_size_has_three_digits_that_count_and_no_exponent(count: int, said: str) -> None:
    assert size(count) == said
