"""Label selectors as people type them."""

import pytest

from imagesim.rules.kubectl.label_selector import matches, parse_label_selector

LABELS = {"app": "web", "tier": "front", "weight": "7"}


@pytest.mark.parametrize(
    "selector",
    [
        "", "app=web", "app==web", "app!=db", "none!=x", "app,tier", "!none", "app in (web,db)", "app notin (db)",
        "none notin (a)", "app=web,tier=front", "weight>6", "weight<8", "app in (web), tier notin (back), !owner",
    ],
)  # fmt: skip
def test_these_choose_the_labels(selector):
    assert matches(parse_label_selector(selector), LABELS)


@pytest.mark.parametrize(
    "selector",
    ["app=db", "app!=web", "none", "!app", "app in (db)", "app notin (web,db)", "none in (a)", "weight>7", "app>1",
     "app=web,tier=back", "app="],
)  # fmt: skip
def test_these_do_not(selector):
    assert not matches(parse_label_selector(selector), LABELS)


@pytest.mark.parametrize("selector", ["=x", "a=b=c", "app in web", "app in (web", "a,,b", "app=web,", "a b", "!"])
def test_these_are_refused(selector):
    with pytest.raises(ValueError, match=r"found|expected"):
        parse_label_selector(selector)
