"""Annotations that say what the program in a container does by itself: crash loops, jobs, slow starts, hangs.

On a pod, or on the metadata of a pod template; all times count from each start of the container NAME:

    imagesim/runs-for.NAME: 1s          it exits after that; without it, it runs for ever
    imagesim/exit-code.NAME: "1"        with this code, 0 if it is left out
    imagesim/starts-in.NAME: 20s        until then every probe fails
    imagesim/ready-after.NAME: 40s      until then the readiness probe fails
    imagesim/live-for.NAME: 5m          from then on every probe fails

The last three can be `never`. An init container runs for 1 s if nothing is said. A sidecar runs for ever, as a regular
container does.
"""

from collections.abc import Iterable
from dataclasses import replace

from imagesim.rules.api.app import NEVER, NOTHING_SAID, App
from imagesim.rules.api.objects import Container
from imagesim.rules.units import Seconds
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.fields import Field
from imagesim.scenarios.reading.quantities import QuantityError, parse_duration

PREFIX = "imagesim/"
RUNS_FOR = PREFIX + "runs-for."
EXIT_CODE = PREFIX + "exit-code."
STARTS_IN = PREFIX + "starts-in."
READY_AFTER = PREFIX + "ready-after."
LIVE_FOR = PREFIX + "live-for."
_ABOUT_PROBES = (STARTS_IN, READY_AFTER, LIVE_FOR)
_PREFIXES = (RUNS_FOR, EXIT_CODE, *_ABOUT_PROBES)


def with_apps(containers: Iterable[Container], annotations: Field) -> tuple[Container, ...]:
    """The containers with what *annotations* say of them."""
    if not any(key.startswith(PREFIX) for key in annotations.mapping()):
        return tuple(containers)
    return tuple(_with_app(container, annotations) for container in containers)


def check_annotations(names: Iterable[str], annotations: Field) -> None:
    """Refuse annotations of imagesim's own that mean nothing; *names* are the pod's containers.

    ScenarioError for the first of them.
    """
    own = [key for key in annotations.mapping() if key.startswith(PREFIX)]
    meant = [prefix + name for name in names for prefix in _PREFIXES]
    for key in own:
        if key not in meant:
            hint = did_you_mean(key, meant)
            raise annotations[key].error("is no annotation that means anything here", suggestion=hint)


def ends_by_itself(container: Container) -> bool:
    """Whether an annotation says that the container ends."""
    return container.app is not None and container.app.runs_for_s is not None


def _with_app(container: Container, annotations: Field) -> Container:
    runs_for, exit_code = annotations[RUNS_FOR + container.name], annotations[EXIT_CODE + container.name]
    if exit_code.given and not runs_for.given:
        hint = f"add {RUNS_FOR}{container.name}: 1s, or remove it"
        raise exit_code.error("says how the container ends, and nothing says when", suggestion=hint)
    starts_in, ready_after, live_for = (annotations[prefix + container.name] for prefix in _ABOUT_PROBES)
    for field in (starts_in, ready_after, live_for):
        if field.given and container.probes is None:
            raise field.error("says what probes see, and the container has none", suggestion="add one, or remove it")
    app = App(
        runs_for_s=_duration(runs_for) if runs_for.given else None,
        exit_code=_exit_code(exit_code) if exit_code.given else None,
        starts_in_s=_duration_or_never(starts_in) if starts_in.given else None,
        ready_after_s=_duration_or_never(ready_after) if ready_after.given else None,
        live_for_s=_duration_or_never(live_for) if live_for.given else None,
    )
    return container if app == NOTHING_SAID else replace(container, app=app)


def _duration_or_never(field: Field) -> Seconds:
    return NEVER if field.value == "never" else _duration(field)


def _duration(field: Field) -> Seconds:
    try:
        seconds = parse_duration(field.text())
    except QuantityError as error:
        raise field.error(error.rule, suggestion=error.suggestion) from None
    if not seconds:
        raise field.error("must be longer than 0", suggestion="write for example 1s")
    return seconds


def _exit_code(field: Field) -> int:
    text = field.text()
    if not text.isdecimal() or not text.isascii() or int(text) > 255:
        raise field.error("is no exit code", suggestion="write a whole number from 0 to 255, in quotes")
    return int(text)
