"""The values of world documents as pydantic types: sizes, durations, speeds, versions, platforms, names.

Each type reads what a person writes, says in words what is wrong, and knows its JSON Schema.
"""

import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from imagesim.rules.api.dns_names import DNS_SUBDOMAIN
from imagesim.rules.api.field_errors import label_key_problems, label_value_problems
from imagesim.rules.golang import duration as go_duration
from imagesim.rules.golang import time as go_time
from imagesim.rules.units import Bytes, BytesPerSecond, Seconds
from imagesim.rules.versions import CONTAINERD_VERSIONS, KUBERNETES_VERSIONS, containerd, kubernetes
from imagesim.scenarios.reading.errors import did_you_mean
from imagesim.scenarios.reading.quantities import QuantityError, parse_cpu, parse_duration, parse_size, parse_speed

T = TypeVar("T")

MISTAKE = "imagesim"
"""The pydantic error type whose context carries `rule` and `suggestion`."""

MOST_NODES = 1_000_000
"""Nodes of a NodePool, two hundred times what a cluster of Kubernetes may have. Larger numbers are mistakes of typing,
and looking at each node would take minutes."""

_PLATFORM = re.compile(r"[a-z0-9]+/[a-z0-9_]+(/[a-z0-9.]+)?")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_URL_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1970, 2900  # Unix time begins, and a run of a hundred years still has four digits
_IP_ADDRESS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:]+")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")


_DAYS = re.compile(r"([0-9]{1,5})d")


def mistake(rule: str, suggestion: str = "") -> PydanticCustomError:
    """Make the error that a validator raises; the value stands before *rule* in the message."""
    return PydanticCustomError(MISTAKE, "{rule}", {"rule": rule, "suggestion": suggestion})


def _quantity(parse: Callable[[object], T]) -> BeforeValidator:
    def read(value: object) -> T:
        try:
            return parse(value)
        except QuantityError as error:
            raise mistake(error.rule, error.suggestion) from None

    return BeforeValidator(read)


def _speed_or_none(value: object) -> BytesPerSecond | None:
    return None if value == "unlimited" else parse_speed(value)


def _duration_or_never(value: object) -> Seconds:
    return math.inf if value == "never" else parse_duration(value)


def _age(value: object) -> Seconds:
    days = _DAYS.fullmatch(value) if isinstance(value, str) else None
    return parse_duration(value) if days is None else parse_duration(f"{24 * int(days[1])}h")


def _duration_or_range(value: object) -> tuple[Seconds, Seconds]:
    if not isinstance(value, list | tuple):
        return parse_duration(value), parse_duration(value)
    if len(value) != 2:
        raise mistake("is no range of durations", "write the least and the most, such as [10ms, 300ms]")
    least, most = map(parse_duration, value)
    if least > most:
        raise mistake("is no range: its first duration is longer than its second", "write the shorter one first")
    return least, most


def _text_that(pattern: re.Pattern[str], rule: str, suggestion: str) -> BeforeValidator:
    def read(value: object) -> object:
        if isinstance(value, str) and not pattern.fullmatch(value):
            raise mistake(rule, suggestion)
        return value

    return BeforeValidator(read)


def _version(what: Callable[[str], object], known: tuple[str, ...]) -> BeforeValidator:
    def read(value: object) -> str:
        # Unquoted, YAML reads 1.32 as a number; nothing is lost, since no known version ends in a zero after a digit.
        text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        if not isinstance(text, str):
            raise mistake("is not a version", f"known: {', '.join(known)}")
        try:
            what(text)
        except ValueError:
            raise mistake("is not a version that is known here", did_you_mean(text, known, cutoff=0.95)) from None
        return text

    return BeforeValidator(read)


def _schema(*examples: str, numbers: bool = False) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "number"] if numbers else "string", "examples": list(examples)})


Size = Annotated[Bytes, _quantity(parse_size), _schema("200Mi", "1.5Gi", numbers=True)]
Cpu = Annotated[int, _quantity(parse_cpu), _schema("4", "500m", numbers=True)]
"""In thousandths of a core."""
Duration = Annotated[Seconds, _quantity(parse_duration), _schema("20ms", "90s", "5m", "1h30m")]
DurationOrNever = Annotated[Seconds, _quantity(_duration_or_never), _schema("90s", "5m", "never")]
Age = Annotated[Seconds, _quantity(_age), _schema("30d", "12h")]
"""A duration, which may be written in days."""
DurationOrRange = Annotated[
    tuple[Seconds, Seconds],
    _quantity(_duration_or_range),
    WithJsonSchema({"type": ["string", "array"], "examples": ["150ms", ["10ms", "300ms"]]}),
]
"""The least and the most; one duration is both."""
Speed = Annotated[BytesPerSecond | None, _quantity(_speed_or_none), _schema("1Gbit/s", "125MB/s", "unlimited")]
KubernetesVersion = Annotated[
    str, _version(kubernetes, KUBERNETES_VERSIONS), WithJsonSchema({"enum": list(KUBERNETES_VERSIONS)})
]
ContainerdVersion = Annotated[
    str, _version(containerd, CONTAINERD_VERSIONS), WithJsonSchema({"enum": list(CONTAINERD_VERSIONS)})
]
AdmissionPlugin = Literal["AlwaysPullImages", "PinDigests", "PinPodDigests"]


def _each_once(plugins: list[str]) -> list[str]:
    for plugin in plugins:
        if plugins.count(plugin) > 1:
            raise mistake(f"names {plugin} twice", "write it once")
    return plugins


AdmissionPlugins = Annotated[list[AdmissionPlugin], AfterValidator(_each_once)]
Platform = Annotated[
    str,
    _text_that(_PLATFORM, "is not a platform", "write one such as linux/amd64, linux/arm64 or linux/arm/v7"),
    _schema("linux/amd64", "linux/arm64"),
]
NodePlatform = Annotated[
    str,
    _text_that(
        re.compile(f"(?!unknown/){_PLATFORM.pattern}"),
        "is not a platform",
        "write one such as linux/amd64, linux/arm64 or linux/arm/v7",
    ),
    _schema("linux/amd64", "linux/arm64"),
]
Tag = Annotated[
    str, _text_that(_TAG, "is not a tag", "letters, digits, _ . and - are allowed, and at most 128 of them")
]
NotEmpty = Annotated[str, Field(min_length=1)]
IPAddress = Annotated[str, _text_that(_IP_ADDRESS, "is no IP address", "write for example 192.0.2.7")]
UrlPath = Annotated[str, _text_that(_URL_PATH, "is not the path of a URL", "write for example /service/token")]
NodeName = Annotated[
    str,
    _text_that(DNS_SUBDOMAIN, "is no name for nodes", "use lower-case letters, digits, - and ."),
    Field(min_length=1, max_length=240),
]


def _go_duration(value: object) -> Seconds:
    """A metav1.Duration: text, read by Go. Negative ones the kubelet refuses, or would have no use for."""
    if not isinstance(value, str):
        raise mistake("is not text, and Kubernetes writes a duration so", "write for example 2m0s")
    try:
        nanoseconds = go_duration.parse_duration(value)
    except go_duration.DurationError as error:
        raise mistake(f"is not a duration: {error}", "write for example 2m0s or 24h") from None
    if nanoseconds < 0:
        raise mistake("must not be negative", "write for example 2m0s")
    return go_time.seconds(nanoseconds)


GoDuration = Annotated[Seconds, BeforeValidator(_go_duration), _schema("2m0s", "24h0m0s")]


def _moment(value: object) -> datetime:
    """A date and time with its offset from UTC; in whole seconds, as the API has them."""
    hint = "write for example 2026-03-29T08:00:00Z or 2026-03-29T10:00:00+02:00"
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise mistake("is not a date and time with an offset from UTC", hint)
    try:
        moment = datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise mistake("is no date", hint) from None
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise mistake(f"lies outside of the years {_FIRST_YEAR} to {_LAST_YEAR}", hint)
    return moment


Moment = Annotated[datetime, BeforeValidator(_moment), _schema("2026-03-29T08:00:00Z")]


def _error_status(value: object) -> object:
    if isinstance(value, int) and not isinstance(value, bool) and value not in _ERRORS:
        raise mistake("is no HTTP status of an error", "write one such as 404, 429, 500 or 503")
    return value


_ERRORS = frozenset(int(status) for status in HTTPStatus if status >= 400)
ErrorStatus = Annotated[int, Field(ge=400, le=599), BeforeValidator(_error_status)]
Count = Annotated[int, Field(ge=0)]
Nodes = Annotated[int, Field(ge=0, le=MOST_NODES)]
AtLeastOne = Annotated[int, Field(ge=1)]


def _digest(value: object) -> object:
    if not isinstance(value, str) or _DIGEST.fullmatch(value):
        return value
    if value.startswith("sha256:"):
        raise mistake("is not a digest", "write sha256: and 64 hexadecimal digits, or a short name such as base")
    if not _LABEL.fullmatch(value):
        raise mistake("is neither a digest nor a short name", "write a name such as base, or sha256:...")
    return value


def _label_part(problems: Callable[[str], Sequence[str]]) -> BeforeValidator:
    def read(value: object) -> object:
        for problem in problems(value) if isinstance(value, str) else ():
            raise mistake(f"is no part of a label: {problem}")
        return value

    return BeforeValidator(read)


LabelKey = Annotated[str, _label_part(label_key_problems)]
LabelValue = Annotated[str, _label_part(label_value_problems)]
Digest = Annotated[str, BeforeValidator(_digest), _schema("base", "sha256:...")]
"""A real digest, or a short name that stands for one: equal names mean equal content."""
