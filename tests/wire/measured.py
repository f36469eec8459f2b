"""The measured rows of tables 1, 2, 3, 5 and 6 as cases, and those that the format has no words for."""

from collections.abc import Iterable

from tests.wire import rows_auth, rows_concurrency, rows_garbage, rows_mirrors, rows_requests
from tests.wire.images import Json

_MODULES = (rows_requests, rows_auth, rows_concurrency, rows_garbage, rows_mirrors)


def cases() -> Iterable[Json]:
    """Every case."""
    for module in _MODULES:
        yield from module.rows()


NOT_EXPRESSIBLE: dict[str, str] = {}
