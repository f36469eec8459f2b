"""A scenario that was pickled is the same: other processes that run it find what would be found here."""

import pickle

import pytest

import imagesim
from imagesim.scenarios import shipped


@pytest.mark.parametrize("name", shipped.names())
def test_a_scenario_comes_out_of_a_pickle_as_it_was(name):
    scenario = imagesim.load(name)
    assert pickle.loads(pickle.dumps(scenario)) == scenario
