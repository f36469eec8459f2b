"""The probes of a container: read, defaulted and validated as the API server does it, and written again.

Defaults: pkg/apis/core/v1/defaults.go, SetDefaults_Probe. Rules: pkg/apis/core/validation/validation.go, validateProbe,
validateLivenessProbe and its sisters. What a probe sends is not kept, since it can hold a password; its port is,
since the messages show it.
"""

import re
from typing import Any, get_args

from imagesim.rules.api.probe import Handler, Probe, Probes
from imagesim.scenarios.reading.fields import Field

_NAMES = ("startupProbe", "readinessProbe", "livenessProbe")
_HANDLERS: tuple[Handler, ...] = get_args(Handler)
_PORT_NAME = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?")
_COMMAND = ["probe"]


def read_probes(container: Field, *, allowed: bool = True) -> Probes | None:
    """The probes of a container, None if it has none; an init container that is no sidecar is not *allowed* any.

    ScenarioError for what the API server refuses.
    """
    if not any(container.has(name) for name in _NAMES):
        return None
    fields = [container[name] for name in _NAMES]
    for field in fields:
        if field.given and not allowed:
            raise field.error("Forbidden: may not be set for init containers without restartPolicy=Always", show=False)
    ports = _named_ports(container)
    startup, readiness, liveness = (_probe(field, ports) if field.given else None for field in fields)
    for field, probe in zip(fields, (startup, None, liveness), strict=True):
        if probe is not None and probe.success_threshold != 1:
            raise field["successThreshold"].error("Invalid value: must be 1")
    if readiness is not None and readiness.termination_grace_s is not None:
        rule = "Invalid value: must not be set for readinessProbes"
        raise container["readinessProbe"]["terminationGracePeriodSeconds"].error(rule)
    return Probes(startup=startup, readiness=readiness, liveness=liveness)


def write_probes(probes: Probes | None) -> dict[str, Any]:
    """The fields of a container that hold its probes."""
    if probes is None:
        return {}
    pairs = zip(_NAMES, (probes.startup, probes.readiness, probes.liveness), strict=True)
    return {name: _written(probe) for name, probe in pairs if probe is not None}


def _probe(field: Field, ports: dict[str, int]) -> Probe:
    handler = _handler(field)
    has_grace = field.has("terminationGracePeriodSeconds")
    return Probe(
        handler=handler,
        port=_port(field[handler]["port"], ports, named=handler != "grpc") if handler != "exec" else "",
        initial_delay_s=field.integer_of("initialDelaySeconds"),
        timeout_s=field.integer_of("timeoutSeconds") or 1,
        period_s=field.integer_of("periodSeconds") or 10,
        success_threshold=field.integer_of("successThreshold") or 1,
        failure_threshold=field.integer_of("failureThreshold") or 3,
        termination_grace_s=field.integer_of("terminationGracePeriodSeconds", 1, 1) if has_grace else None,
    )


def _handler(field: Field) -> Handler:
    written = field.mapping()
    found = [name for name in _HANDLERS if written.get(name) is not None]
    if not found:
        raise field.error(f"Required value: must specify a handler type ({', '.join(_HANDLERS)})", show=False)
    if len(found) > 1:
        raise field[found[1]].error("Forbidden: may not specify more than 1 handler type", show=False)
    if found == ["exec"] and not field["exec"]["command"].items():
        raise field["exec"]["command"].error("Required value: the probe runs a command", show=False)
    return found[0]


def _port(field: Field, ports: dict[str, int], *, named: bool) -> str:
    """The number of the port, or its name if no port of the container has it: then the probe cannot be made."""
    if named and isinstance(field.value, str):
        name = field.text()
        if not _PORT_NAME.fullmatch(name):
            raise field.error("is no name of a port", suggestion="write a number without quotes", show=False)
        return str(ports.get(name, name))
    number = field.integer(0)
    if not 1 <= number <= 65535:
        raise field.error("Invalid value: must be between 1 and 65535, inclusive")
    return str(number)


def _named_ports(container: Field) -> dict[str, int]:
    ports = container["ports"].items()
    return {port.text_of("name"): port.integer_of("containerPort") for port in ports if port.has("name")}


def _written(probe: Probe) -> dict[str, Any]:
    port: int | str = int(probe.port) if probe.port.isdecimal() else probe.port
    grace = probe.termination_grace_s
    written = {
        probe.handler: {"command": _COMMAND} if probe.handler == "exec" else {"port": port},
        "initialDelaySeconds": int(probe.initial_delay_s),
        "timeoutSeconds": int(probe.timeout_s),
        "periodSeconds": int(probe.period_s),
        "successThreshold": probe.success_threshold,
        "failureThreshold": probe.failure_threshold,
    }
    return written if grace is None else {**written, "terminationGracePeriodSeconds": int(grace)}
