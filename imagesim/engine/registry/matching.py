"""Which requests a fault or an outage is about."""

from fnmatch import fnmatchcase

from imagesim.rules.units import Seconds
from imagesim.scenarios.values.registry_service import Fault

OF_CERTIFICATES = ("unknown-authority", "wrong-name")
"""Ways to fail that only those notice who verify certificates."""


def is_noticed(fault: Fault, *, verifies: bool) -> bool:
    """Whether somebody notices it who *verifies* certificates, or does not."""
    return verifies or fault.transport not in OF_CERTIFICATES


def is_mild(fault: Fault) -> bool:
    """Whether an outage makes answers late or slow, and no more."""
    return not fault.hides_answer and fault.status is None


def is_about_all(fault: Fault) -> bool:
    """Whether it is about every request while it lasts."""
    return not (fault.method or fault.object or fault.repository) and fault.nth is None


def lasts(fault: Fault, now: Seconds) -> bool:
    """Whether it has begun and is not over."""
    return now >= fault.from_s and (fault.until_s is None or now < fault.until_s)


def matches(fault: Fault, method: str, object_: str, repository: str, now: Seconds) -> bool:
    """Whether it is about this request. One of a repository is about its content, unless it says token."""
    if fault.method and fault.method != method:
        return False
    if fault.object and fault.object != object_ and not fnmatchcase(object_, fault.object):
        return False
    if fault.repository:
        if object_ == "token" and not fault.object:
            return False
        if not fnmatchcase(repository, fault.repository):
            return False
    return lasts(fault, now)
