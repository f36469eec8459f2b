"""An image name taken apart: what was typed, what was not, and how far the name comes."""

import re

import pytest

from imagesim.results import svg
from imagesim.results.explorers.names import describe_name


def texts(name):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg.name_parts(describe_name(name)))


def test_what_nobody_typed_is_said_to_be_so():
    found = texts("nginx")
    assert found[:2] == ["Typed:", "nginx"]
    assert {"docker.io", "registry, not typed", "library", "nginx", "latest", "tag, not typed"} <= set(found)
    assert "registry-1.docker.io" in found


def test_what_was_typed_is_named_for_what_it_is():
    found = texts("registry.example:5000/shop/web:v1")
    assert {"registry.example:5000", "registry: whom to ask", "shop/web", "v1", "tag: which build"} <= set(found)
    assert not any("not typed" in text for text in found)


def test_of_a_tag_beside_a_digest_it_is_said_that_nobody_asks_for_it():
    assert "tag: which build, not asked for" in texts("web:v1@sha256:" + "0123456789abcdef" * 4)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("shop/Web:v1", ["stores it as it is", "refuses it", "no registry"]),
        (" nginx", ["refuses the pod", "never sees it", "no registry"]),
        ("", ["(nothing)", "refuses the pod"]),
    ],
)
def test_who_refuses_a_name_is_drawn(name, says):
    assert set(says) <= set(texts(name))


def test_a_picture_says_in_words_what_it_shows():
    words = re.search('aria-label="([^"]*)"', svg.name_parts(describe_name("a/b:c")))[1]
    assert words.endswith("The node asks docker.io for docker.io/a/b:c.")
