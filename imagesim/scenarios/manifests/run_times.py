"""Annotations that say how long a container runs by itself, and how it ends: crash loops, jobs, slow initialization.

On a pod, or on the metadata of a pod template:

    imagesim/runs-for.NAME: 1s          the container NAME exits 1 s after each start; without it, it runs for ever
    imagesim/exit-code.NAME: "1"        with this code, 0 if it is left out

An init container runs for 1 s if nothing is said. A sidecar runs for ever, as a regular container does.
"""

from collections.abc import Iterable
from dataclasses import replace

from imagesim.rules.api.objects import Container
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.reading.quantities import QuantityError, parse_duration

PREFIX = "imagesim/"
RUNS_FOR = PREFIX + "runs-for."
EXIT_CODE = PREFIX + "exit-code."


def with_run_times(containers: Iterable[Container], annotations: Field) -> tuple[Container, ...]:
    """The containers with what *annotations* say of them."""
    return tuple(_with_run_time(container, annotations) for container in containers)


def check_run_times(names: Iterable[str], annotations: Field) -> None:
    """Refuse annotations of imagesim's own that mean nothing; *names* are the pod's containers.

    ScenarioError for the first of them.
    """
    meant = [prefix + name for name in names for prefix in (RUNS_FOR, EXIT_CODE)]
    for key in annotations.mapping():
        if key.startswith(PREFIX) and key not in meant:
            hint = did_you_mean(key, meant)
            raise annotations[key].error("is no annotation that means anything here", suggestion=hint)


def _with_run_time(container: Container, annotations: Field) -> Container:
    runs_for, exit_code = annotations[RUNS_FOR + container.name], annotations[EXIT_CODE + container.name]
    if exit_code.given and not runs_for.given:
        hint = f"add {RUNS_FOR}{container.name}: 1s, or remove it"
        raise exit_code.error("says how the container ends, and nothing says when", suggestion=hint)
    if not runs_for.given:
        return container
    return replace(container, runs_for_s=_duration(runs_for), exit_code=_exit_code(exit_code))


def _duration(field: Field) -> Seconds:
    try:
        seconds = parse_duration(field.text())
    except QuantityError as error:
        raise field.error(error.rule, suggestion=error.suggestion) from None
    if not seconds:
        raise field.error("must be longer than 0", suggestion="write for example 1s")
    return seconds


def _exit_code(field: Field) -> int:
    text = field.text("0")
    if not text.isdecimal() or not text.isascii() or int(text) > 255:
        raise field.error("is no exit code", suggestion="write a whole number from 0 to 255, in quotes")
    return int(text)
