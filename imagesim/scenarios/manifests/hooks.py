"""The preStop hook of a container, as far as it only waits, and the pod's grace period.

People write that as `sleep: {seconds: 15}` or as a command that is nothing but sleep. Any other hook is noted as not
modelled: nobody knows how long its command or request takes. Validation: pkg/apis/core/validation/validation.go,
validateLifecycle and validateSleepAction.
"""

from typing import Any

from imagesim.rules.api.sleep_command import sleeps_for
from imagesim.rules.units import Seconds
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field

_GRACE_S = 30


def read_pre_stop(container: Field) -> Seconds:
    """How long the container's preStop hook sleeps, 0 if it has none that does so."""
    return _sleeps(container["lifecycle"]["preStop"]) or 0.0 if container.has("lifecycle") else 0.0


def note_hooks(container: Field, where: str, notes: Notes) -> None:
    """Note hooks that do something else."""
    if not container.has("lifecycle"):
        return
    lifecycle = container["lifecycle"]
    hook = lifecycle["preStop"]
    if lifecycle["postStart"].given or (hook.given and _sleeps(hook) is None):
        notes.not_modelled("lifecycle", where, "hooks that do not sleep take no time and do not fail")


def read_grace(spec: Field) -> Seconds:
    """The pod's terminationGracePeriodSeconds.

    ScenarioError if a hook is to sleep longer, which the API server refuses; of commands that sleep it knows nothing.
    """
    grace_s = spec.integer_of("terminationGracePeriodSeconds", _GRACE_S)
    for container in (*spec["initContainers"].items(), *spec["containers"].items()):
        if not container.has("lifecycle"):
            continue
        seconds = container["lifecycle"]["preStop"]["sleep"]["seconds"]
        if seconds.integer(0) > grace_s:
            raise seconds.error(f"must be non-negative and less than terminationGracePeriodSeconds ({grace_s})")
    return float(grace_s)


def write_hooks(pre_stop_s: Seconds, grace_s: Seconds) -> dict[str, Any]:
    """The field of a container that holds its hook. What sleeps longer than the grace period can only be a command."""
    if not pre_stop_s:
        return {}
    seconds = int(pre_stop_s)
    command = {"exec": {"command": ["sleep", str(seconds)]}}
    return {"lifecycle": {"preStop": command if pre_stop_s > grace_s else {"sleep": {"seconds": seconds}}}}


def _sleeps(hook: Field) -> Seconds | None:
    if hook["sleep"].given:
        return float(hook["sleep"]["seconds"].integer(0))
    return sleeps_for(hook["exec"]["command"].value)
