"""How long layers take to unpack, beside layers that were measured with their files."""

import random

import pytest
import simpy

from imagesim.engine.containerd.snapshotter import Snapshotter
from imagesim.rules.units import Bytes, Seconds
from imagesim.rules.versions import containerd
from imagesim.scenarios.presets.nodes import NODES
from imagesim.scenarios.values.images import Layer, usual_files

PACE = NODES["two-core-vm"].pace

MEASURED = [
    # raw bytes, files, from the end of the body to the end of the pull: containerd 2.3.4 and 1.6.20, a median of three
    (80e6, 6229, 0.90, 1.45),
    (80e6, 1578, 0.64, 0.94),
    (79e6, 2, 0.53, 0.72),
]


def seconds(unpacked: Bytes, files: int) -> Seconds:
    snapshotter = Snapshotter(
        simpy.Environment(), "node-0", "linux/amd64", containerd("2.3"), 1, PACE, random.Random("unpacking")
    )
    return snapshotter.seconds(Layer(digest="sha256:1", size=unpacked, unpacked=unpacked, files=files)) + PACE.finish_s


@pytest.mark.parametrize(("raw", "files", "least", "most"), MEASURED)
def test_a_layer_whose_files_are_known_takes_as_long_as_was_measured(raw, files, least, most):
    assert 0.9 * least <= seconds(int(raw), files) <= 1.1 * most


def test_a_layer_with_files_as_usual_lies_between_one_of_many_and_one_of_few():
    usual = seconds(80_000_000, usual_files(80_000_000))
    assert min(least for _, _, least, _ in MEASURED) < usual < max(most for _, _, _, most in MEASURED)
    assert seconds(80_000_000, 0) < usual
