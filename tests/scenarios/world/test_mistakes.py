"""Every field of every world document with values that it does not take: the message names what people wrote."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from imagesim.scenarios.reading.documents import Document
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.schema import KINDS
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.mistakes import read_world

BAD: list[Any] = [None, "", "x", 7, -1, 1.5, True, [], [None], [7], ["x"], [[]], [{}], {}]
BAD += [{"x": each} for each in (None, "", "x", 7, [], [None], {})]


def models(of: type[WorldModel] = WorldModel) -> Iterator[type[WorldModel]]:
    for model in of.__subclasses__():
        yield model
        yield from models(model)


MODELS = sorted(set(models()), key=lambda model: (model.__module__, model.__name__))
WRITTEN = {info.alias or name for model in MODELS for name, info in model.model_fields.items()} | {"x"}
"""The names that people write: those of fields, and the one of BAD."""


def test_all_kinds_are_here() -> None:
    assert set(KINDS.values()) < set(MODELS)


def mistake(model: type[WorldModel], value: dict[str, Any]) -> ScenarioError | None:
    try:
        read_world(model, Document(value=value))
    except ScenarioError as error:
        return error
    return None


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_mistake_shows_only_names_that_are_written(model: type[WorldModel]) -> None:
    for name, info in model.model_fields.items():
        for bad in BAD:
            found = mistake(model, {info.alias or name: bad})
            if found is not None:
                steps = {step for step in re.split(r"[.\[\]]+", found.field or "") if step and not step.isdigit()}
                assert steps <= WRITTEN, f"{name}: {bad}: {found}"
                assert not found.rule.startswith("is wrong"), f"{name}: {bad}: {found}"
