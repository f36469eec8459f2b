"""Which kubelets go with which API server."""

import pytest

from imagesim.rules.versions.skew import skew_problem


@pytest.mark.parametrize("kubelet", ["1.36", "1.35", "1.33"])
def test_as_old_as_three_minor_versions_and_never_newer(kubelet: str) -> None:
    assert skew_problem(kubelet, "1.36") == ""


def test_what_is_newer_or_older_is_said() -> None:
    assert skew_problem("1.37", "1.36") == "is newer than the API server's 1.36, and a kubelet must not be"
    older = "is older than the API server's 1.36 by 4 minor versions, and may be by 3"
    assert skew_problem("1.32", "1.36") == older
