"""The KubeletConfiguration of a NodePool as a pydantic model, checked as the kubelet checks it when it starts.

Follows pkg/kubelet/apis/config/v1beta1/defaults.go and validation/validation.go, 1.32 to 1.36.
"""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from imagesim.rules.golang.duration import format_duration
from imagesim.rules.golang.time import nanoseconds
from imagesim.scenarios.world.base import WorldModel
from imagesim.scenarios.world.node_pool.kubelet_fields import KUBELET_FIELDS
from imagesim.scenarios.world.types import AtLeastOne, Count, GoDuration, LabelKey, LabelValue, mistake

_HIGH, _LOW = 85, 80
_MIN_AGE, _TRANSITION, _CRASH_BACK_OFF = 120.0, 300.0, 300.0
_API_QPS, _API_BURST, _CLIENT_QPS = 50, 100, 5

Percent = Annotated[int, Field(ge=0, le=100)]


class TaintSpec(WorldModel):
    """A taint, as a Node has it in its spec."""

    key: LabelKey
    value: LabelValue = ""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]


class CrashLoopBackOffSpec(WorldModel):
    """KubeletConfiguration's CrashLoopBackOffConfig."""

    max_container_restart_period: GoDuration | None = None

    @model_validator(mode="after")
    def _in_range(self) -> "CrashLoopBackOffSpec":
        period = self.max_container_restart_period
        if period is not None and not 1 <= period <= _CRASH_BACK_OFF:
            raise mistake("has a maxContainerRestartPeriod that is not between 1s and 300s", "write for example 1m0s")
        return self


class KubeletSpec(WorldModel):
    """KubeletConfiguration (kubelet.config.k8s.io/v1beta1). Fields that are not modelled gather in `others`."""

    HIDDEN: ClassVar[frozenset[str]] = frozenset({"others"})

    serialize_image_pulls: bool | None = None
    max_parallel_image_pulls: AtLeastOne | None = None
    registry_pull_qps: Annotated[Count, Field(alias="registryPullQPS")] = 5
    registry_burst: Count = 10
    kube_api_qps: Annotated[Count | None, Field(alias="kubeAPIQPS")] = None
    kube_api_burst: Annotated[Count | None, Field(alias="kubeAPIBurst")] = None
    image_pull_credentials_verification_policy: (
        Literal["NeverVerify", "NeverVerifyPreloadedImages", "NeverVerifyAllowlistedImages", "AlwaysVerify"] | None
    ) = None
    preloaded_images_verification_allowlist: list[str] = Field(default_factory=list)
    high_threshold: Annotated[Percent, Field(alias="imageGCHighThresholdPercent")] = _HIGH
    low_threshold: Annotated[Percent, Field(alias="imageGCLowThresholdPercent")] = _LOW
    minimum_age: Annotated[GoDuration, Field(alias="imageMinimumGCAge")] = _MIN_AGE
    maximum_age: Annotated[GoDuration, Field(alias="imageMaximumGCAge")] = 0.0
    eviction_hard: dict[str, str] | None = None
    eviction_pressure_transition_period: GoDuration = _TRANSITION
    max_pods: Count = 110
    node_status_max_images: Annotated[int, Field(ge=-1)] = 50
    crash_loop_back_off: CrashLoopBackOffSpec | None = None
    register_with_taints: list[TaintSpec] = Field(default_factory=list)
    others: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _set_aside(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        own = {key: inner for key, inner in value.items() if key not in KUBELET_FIELDS}
        others = {key: value[key] for key in value if key in KUBELET_FIELDS}
        return {**own, "others": others} if others else own

    @model_validator(mode="after")
    def _parallel(self) -> "KubeletSpec":
        if self.serialize_image_pulls and (self.max_parallel_image_pulls or 0) > 1:
            count = self.max_parallel_image_pulls
            raise mistake(
                f"maxParallelImagePulls is {count} and cannot be larger than 1 unless serializeImagePulls is false",
                "set serializeImagePulls: false",
            )
        return self

    @model_validator(mode="after")
    def _collection(self) -> "KubeletSpec":
        if self.low_threshold >= self.high_threshold:
            raise mistake(
                f"imageGCLowThresholdPercent is {self.low_threshold} and must be less than "
                f"imageGCHighThresholdPercent, which is {self.high_threshold}",
                "lower the one or raise the other",
            )
        if 0 < self.maximum_age <= self.gc_minimum_age:
            maximum, minimum = (format_duration(nanoseconds(age)) for age in (self.maximum_age, self.gc_minimum_age))
            raise mistake(
                f"imageMaximumGCAge is {maximum} and must be greater than imageMinimumGCAge, which is {minimum}",
                "raise the one, or set it to 0s to turn it off",
            )
        return self

    @property
    def longest_crash_back_off(self) -> float | None:
        """maxContainerRestartPeriod in seconds, None if it is not given."""
        return None if self.crash_loop_back_off is None else self.crash_loop_back_off.max_container_restart_period

    @property
    def kube_api_limit(self) -> tuple[int, int] | None:
        """kubeAPIQPS and kubeAPIBurst, None if neither is given.

        Of the two, one that is not given is the kubelet's default. A burst of 0 is not given (defaults.go); a rate of 0
        is that of client-go (rest/config.go, DefaultQPS).
        """
        if self.kube_api_qps is None and self.kube_api_burst is None:
            return None
        qps = _API_QPS if self.kube_api_qps is None else self.kube_api_qps or _CLIENT_QPS
        return qps, self.kube_api_burst or _API_BURST

    @property
    def gc_minimum_age(self) -> float:
        """imageMinimumGCAge in seconds; 0s counts as not given."""
        return self.minimum_age or _MIN_AGE

    @property
    def pressure_transition(self) -> float:
        """evictionPressureTransitionPeriod in seconds; 0s counts as not given."""
        return self.eviction_pressure_transition_period or _TRANSITION
