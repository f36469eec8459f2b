"""Which pods a kubelet does not take."""

import pytest

from imagesim.rules.api.objects import Labels, PodSpec
from imagesim.rules.pods.admission import refusal


@pytest.mark.parametrize(
    ("os", "labels", "node_os", "reason"),
    [
        ("", (), "linux", ""),
        ("linux", (("a", "b"),), "linux", ""),
        ("windows", (), "windows", ""),
        ("windows", (), "linux", "PodOSNotSupported"),
        ("linux", (), "windows", "PodOSNotSupported"),
        ("", (("kubernetes.io/os", "windows"),), "linux", "PodOSSelectorNodeLabelDoesNotMatch"),
        ("windows", (("kubernetes.io/os", "windows"),), "linux", "PodOSSelectorNodeLabelDoesNotMatch"),
        ("", (("kubernetes.io/os", "linux"),), "linux", ""),
    ],
)
def test_a_pod_for_another_operating_system_is_refused(os: str, labels: Labels, node_os: str, reason: str):
    found = refusal(PodSpec(containers=(), os=os), labels, node_os)
    assert (found.reason if found else "") == reason
