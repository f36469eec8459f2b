"""The labels that a node has by itself."""

import pytest

from imagesim.rules.scheduling.node_labels import node_labels


@pytest.mark.parametrize(
    ("platform", "system", "architecture"),
    [
        ("linux/amd64", "linux", "amd64"),
        ("linux/arm64/v8", "linux", "arm64"),
        ("linux/arm/v7", "linux", "arm"),
        ("windows/amd64", "windows", "amd64"),
    ],
)
def test_a_node_is_labelled_with_its_name_and_platform(platform: str, system: str, architecture: str):
    assert node_labels("n", platform, ()) == (
        ("beta.kubernetes.io/arch", architecture),
        ("beta.kubernetes.io/os", system),
        ("kubernetes.io/arch", architecture),
        ("kubernetes.io/hostname", "n"),
        ("kubernetes.io/os", system),
    )


def test_what_somebody_labels_it_with_wins_and_the_beta_labels_follow():
    own = (
        ("beta.kubernetes.io/os", "b"),
        ("disk", "ssd"),
        ("kubernetes.io/arch", "x"),
        ("kubernetes.io/hostname", "h"),
    )
    labels = dict(node_labels("n", "linux/amd64", own))
    assert labels["disk"] == "ssd"
    assert labels["kubernetes.io/hostname"] == "h"
    assert labels["kubernetes.io/arch"] == labels["beta.kubernetes.io/arch"] == "x"
    assert labels["beta.kubernetes.io/os"] == "linux"
