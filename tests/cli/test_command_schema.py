"""`imagesim schema`."""

import json

import pytest
from jsonschema import Draft202012Validator


@pytest.mark.parametrize("kind", [[], ["Timeline"]])
def test_prints_a_schema_and_nothing_else(kind: list[str], imagesim):
    done = imagesim("schema", *kind)
    assert (done.exit_code, done.stderr) == (0, "")
    Draft202012Validator.check_schema(json.loads(done.stdout))


def test_a_kind_that_does_not_exist_is_a_mistake(imagesim):
    done = imagesim("schema", "Nodepool")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "Error: KIND: 'Nodepool' is no kind of imagesim/v1; did you mean NodePool?\n"
