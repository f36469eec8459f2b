"""A number of pods, or a percentage of the replicas (IntOrString): read from a manifest and written again."""

import re

from imagesim.scenarios.reading.fields import Field

_PERCENT = re.compile(r"[0-9]+%")


def read_count_or_percent(field: Field, default: str) -> str:
    """Return "3" or "25%", *default* if nothing is given. ScenarioError for anything else."""
    if isinstance(field.value, str):
        if not _PERCENT.fullmatch(field.value) or len(field.value) > 8:
            raise field.error("is neither a whole number nor a percentage", suggestion="write 1 or 25%")
        return f"{int(field.value[:-1])}%"
    return str(field.integer(-1, minimum=0)) if field.given else default


def check_not_more_than_100_percent(field: Field, text: str) -> None:
    """IsNotMoreThan100Percent of pkg/apis/apps/validation. ScenarioError for "101%"."""
    if text.endswith("%") and int(text[:-1]) > 100:
        raise field.error("must not be greater than 100%")


def write_count_or_percent(text: str) -> int | str:
    """As a manifest has it."""
    return text if text.endswith("%") else int(text)
