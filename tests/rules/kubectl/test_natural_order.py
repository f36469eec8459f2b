"""The order of --sort-by."""

from imagesim.rules.kubectl.natural_order import natural_key


def test_numbers_in_texts_count():
    texts = ["web-10", "web-2", "web", "2-web", "web-02"]
    assert sorted(texts, key=natural_key) == ["2-web", "web", "web-02", "web-2", "web-10"]


def test_what_is_missing_comes_first_and_lists_last():
    assert sorted(["a", None, [1], 3, True], key=natural_key) == [None, True, 3, "a", [1]]
