"""What a fit found: estimates with their intervals, and what it says of each pull."""

import math
from dataclasses import dataclass

from imagesim.rules.units import Seconds
from imagesim.studies.calibrating.observed import Observations, ObservedPull
from imagesim.studies.calibrating.problem import Parameter, Scope
from imagesim.studies.calibrating.profiling import ProfileInterval


@dataclass(frozen=True, slots=True)
class FittedParameter:
    """A parameter (seconds, or bytes per second) with its 95 % interval. `seen` is a value that explains the data.

    Of a limit that is open above `value` may be anything; `seen` is then the slowest that does, and what is written.
    """

    parameter: Parameter
    value: float
    interval: ProfileInterval
    seen: float

    @property
    def open_above(self) -> bool:
        """Whether any larger value would do as well."""
        return self.interval.high is None

    @property
    def open_below(self) -> bool:
        """Whether any smaller value would do as well."""
        return self.interval.low is None


@dataclass(frozen=True, slots=True)
class Residual:
    """One pull, how long the fit says it takes, and how many were under way from its registry, in the mean."""

    pull: ObservedPull
    fitted_s: Seconds
    at_once: float

    @property
    def off(self) -> float:
        """The logarithm of fitted over measured."""
        return math.log(self.fitted_s / self.pull.took_s)


@dataclass(frozen=True)
class FitOutcome:
    """What was fitted to `observations`.

    `scope` says what pulls share, `scope_known` whether the data say so (None: nothing was shared at all). `fitted` are
    the pulls that took part. Errors are logarithms of ratios: 0.075 is 7.5 per cent.
    """

    observations: Observations
    fitted: tuple[ObservedPull, ...]
    estimates: tuple[FittedParameter, ...]
    residuals: tuple[Residual, ...]
    scope: Scope
    scope_known: bool | None
    other_scope_error: float | None

    @property
    def rms_log_error(self) -> float:
        """The root of the mean squared logarithmic error."""
        return math.sqrt(sum(each.off**2 for each in self.residuals) / len(self.residuals))

    def estimate(self, what: str, of: str | None = None) -> FittedParameter:
        """The one of that sort (`fixed`, `node`, `egress`, `unpack`), *of* a kind of nodes or a registry.

        KeyError if there is none.
        """
        for each in self.estimates:
            if each.parameter.what == what and of in (None, each.parameter.of):
                return each
        raise KeyError(what if of is None else f"{what} of {of}")
