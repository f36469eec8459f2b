"""A probe of a container: how often it is asked, and how many answers count. Core/v1 types.go, Probe; its defaults."""

from dataclasses import dataclass
from typing import Literal

from imagesim.rules.units import Seconds

Handler = Literal["exec", "httpGet", "tcpSocket", "grpc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What `livenessProbe` and its sisters hold, after defaulting. `port` is the port as typed, "" for exec."""

    handler: Handler
    port: str = ""
    initial_delay_s: Seconds = 0.0
    timeout_s: Seconds = 1.0
    period_s: Seconds = 10.0
    success_threshold: int = 1
    failure_threshold: int = 3
    termination_grace_s: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Probes:
    """The probes of one container."""

    startup: Probe | None = None
    readiness: Probe | None = None
    liveness: Probe | None = None
