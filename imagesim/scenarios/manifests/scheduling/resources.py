"""What a container requests: the part of its `resources` that decides where its pod goes, read and written again.

Models SetDefaults_Pod of pkg/apis/core/v1/defaults.go (what is limited and not requested is requested) and
ValidateResourceRequirements of pkg/apis/core/validation/validation.go. Other resources than cpu and memory are noted.
"""

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any

from imagesim.rules.api.objects import NO_RESOURCES, Resources
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.reading.quantities import QuantityError, format_cpu, format_size, parse_quantity

CPU, MEMORY = "cpu", "memory"
_MOST = 2**63 - 1
_SCALE = {CPU: 1000, MEMORY: 1}


def read_requests(container: Field) -> Resources:
    """What the container requests. Raises ScenarioError for what the API server refuses."""
    if not container.has("resources"):
        return NO_RESOURCES
    resources = container["resources"]
    requests, limits = resources["requests"], resources["limits"]
    return Resources(*(_request(requests[name], limits[name], name) for name in (CPU, MEMORY)))


def note_requests(spec: Field, where: str, notes: Notes) -> None:
    """Note what containers request besides; what is limited and not requested is requested."""
    for group in ("initContainers", "containers"):
        for container in spec[group].items():
            if not container.has("resources"):
                continue
            resources = container["resources"]
            for name in dict.fromkeys([*resources["requests"].mapping(), *resources["limits"].mapping()]):
                if name not in _SCALE:
                    notes.not_modelled(f"a request for {name}", where, "every node has enough of it")


def write_requests(requests: Resources) -> dict[str, Any]:
    """The `resources` of a container, empty if it requests nothing."""
    written = {}
    if requests.cpu is not None:
        written[CPU] = format_cpu(requests.cpu)
    if requests.memory is not None:
        written[MEMORY] = format_size(requests.memory)
    return {"requests": written} if written else {}


def _request(asked: Field, limit: Field, name: str) -> int | None:
    if not asked.given:
        return _amount(limit, name) if limit.given else None
    amount = _amount(asked, name)
    if limit.given and amount > _amount(limit, name):
        raise asked.error(f"must be less than or equal to {name} limit of {limit.value}")
    return amount


def _amount(field: Field, name: str) -> int:
    """In thousandths of a core, or in bytes; a part of one counts as a whole one."""
    value = field.value
    try:
        return _amount_of_text(value, name) if type(value) is str else _in_units(parse_quantity(value), name)
    except QuantityError as error:
        raise field.error(error.rule, suggestion=error.suggestion) from None


@lru_cache(maxsize=1024)  # a cluster asks for few different amounts, and for each very often
def _amount_of_text(text: str, name: str) -> int:
    return _in_units(parse_quantity(text), name)


def _in_units(quantity: Fraction, name: str) -> int:
    return min(_MOST, math.ceil(quantity * _SCALE[name]))
