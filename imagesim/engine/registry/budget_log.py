"""Writes down what is charged to the limits of one registry."""

from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import BudgetRecord
from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.rules.units import Seconds


class BudgetLog:
    """The charges of the registry at *host*."""

    def __init__(self, host: str, records: RecordBook) -> None:
        self._host = host
        self._rows = records.budgets

    def charged(self, now: Seconds, place: int, limit: RateLimit, sharer: str, used: int, until: Seconds) -> None:
        """One request more was charged; *used* is what that makes."""
        self._rows.append(
            BudgetRecord(now, self._host, place + 1, limit.counts, sharer, used, limit.amount, until)
        )  # fmt: skip
