"""Measures: functions of the records that return rows or plain values. None of them needs pandas.

Each function has the name of its module; the functions are what this package offers.
"""

from imagesim.results.measures.pod_status import pod_statuses
from imagesim.results.measures.recovery import recovery
from imagesim.results.measures.summary import summary
from imagesim.results.measures.version_mix import mixed_intervals, version_mix, version_steps
from imagesim.results.measures.version_order import versions

__all__ = ["mixed_intervals", "pod_statuses", "recovery", "summary", "version_mix", "version_steps", "versions"]
