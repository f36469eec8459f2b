"""The names of objects as the tables have published them from the start, beside a column for the namespace."""

from functools import lru_cache

from imagesim.rules.api.names import ObjectName


@lru_cache(maxsize=65_536)
def published_workload(workload: ObjectName | None) -> str:
    """ "Deployment/web", "" for a pod of its own."""
    return f"{workload.kind}/{workload.name}" if workload is not None else ""


def published_object(name: ObjectName) -> str:
    """ "pod/web-0": what an event is about."""
    return name.kubectl


def published(column: str, value: object) -> object:
    """The cell of *column* in a table or in JSON: a name as published, anything else as it is."""
    if isinstance(value, ObjectName):
        return published_object(value) if column == "object" else published_workload(value)
    return "" if value is None and column == "workload" else value
