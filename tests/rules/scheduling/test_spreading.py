"""The scores of PodTopologySpread with the system's defaults, and what the scores count for."""

from imagesim.rules.scheduling.scores import fewest_pods, reversed_normalized
from imagesim.rules.scheduling.scores import normalized as share
from imagesim.rules.scheduling.spreading import normalized, raw_score, raw_zone_score, rounded


def test_of_three_nodes_one_with_a_mate_is_worth_half():
    raw = [rounded(raw_score(mates, 3)) for mates in (0, 1, 2)]
    assert raw == [2, 4, 5]
    assert [normalized(score, 2, 5) for score in raw] == [100, 60, 40]
    assert normalized(0, 0, 0) == 100


def test_a_zone_adds_its_mates():
    assert rounded(raw_score(1, 4) + raw_zone_score(3, 2)) == rounded(1.791759 + 2 + 3 * 1.386294 + 4)


def test_a_mate_always_counts_more_than_nothing():
    """The choice among nodes that are alike relies on it: the next count is another whole number."""
    for nodes in (1, 2, 100, 5000):
        raw = [rounded(raw_score(mates, nodes)) for mates in range(300)]
        assert raw == sorted(set(raw))


def test_shares_of_the_highest():
    assert [share(count, 4) for count in (0, 1, 4)] == [0, 25, 100]
    assert share(0, 0) == 0
    assert [reversed_normalized(count, 2) for count in (0, 1, 2)] == [100, 50, 0]
    assert reversed_normalized(0, 0) == 100
    assert fewest_pods(3) - fewest_pods(4) == 1
