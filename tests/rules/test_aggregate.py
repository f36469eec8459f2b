import pytest

from imagesim.rules.aggregate import aggregate


@pytest.mark.parametrize(
    ("messages", "text"),
    [([], ""), (["a"], "a"), (["a", "a"], "a"), (["b", "a", "b"], "[b, a]")],
)
def test_one_distinct_error_stands_bare_and_several_in_brackets(messages, text):
    assert aggregate(messages) == text
