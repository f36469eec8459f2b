"""What the lab *Who may pull* says of a run in one sentence: whose login is shown, what comes of it, how long a mended
one takes.
"""

from imagesim.engine.records import PullRecord, Records
from imagesim.labs.login_documents import PUBLIC, Form
from imagesim.results.explorers.logins import TAKEN, VENDOR_HOOK, LoginReport
from imagesim.results.time_axis import in_words
from imagesim.rules.units import Seconds


def first_pull_sentence(filled: Form, pull: PullRecord, logins: LoginReport) -> str:
    """Whose login the first pull shows, and what the registry answers."""
    used, worked = logins.tried, pull.outcome == "Pulled"
    if len(used) > 1:
        several = f"{len(used)} keys fit, so the pull shows one login after the other"
        if not worked:
            return f"{several}, and the registry refuses them all."
        taken = logins.answers(pull).index(TAKEN) + 1
        return f"{several}, and the registry takes number {taken}."
    shown = _shown(logins)
    if worked:
        return f"{shown}, and the registry hands the image out."
    harms = bool(used) and filled.registry == PUBLIC
    without = "the Secret" if harms and used[0].by_pod else "a login"
    return f"{shown}, and the registry refuses it." + (f" Without {without} it would not." if harms else "")


def _shown(logins: LoginReport) -> str:
    """What the only attempt shows."""
    if logins.tried:
        (used,) = logins.tried
        whose = f"{used.user}'s" if used.user else "an empty"
        if used.origin == VENDOR_HOOK:
            return f"The kubelet has no login, so the node shows {whose} own"
        return f"The key fits, so the pull shows {whose} login"
    keys = sum(bool(login.key) for login in logins.held)
    why = "The key does not fit" if keys == 1 else "No key fits" if keys else "Nobody gives a login"
    return f"{why}, so the pull is anonymous"


def mended_sentence(filled: Form, records: Records) -> str:
    """How long after the mending the pod is Ready."""
    minute, delay_s = filled.mended_min, delay(filled, records)
    if delay_s is None:
        return f"At minute {minute} the login is as you have typed it, and the registry refuses the later pulls, too."
    if delay_s <= 0:
        return f"The pod is Ready before minute {minute}: its pull needs no mended login."
    return (
        f"Mended at minute {minute}, and Ready {in_words(delay_s)} later, with the next attempt: mending wakes nobody."
    )


def delay(filled: Form, records: Records) -> Seconds | None:
    """From the mending to Ready, None if the pod never is; not above 0 for one that was Ready before."""
    ready_s = records.pods[0].ready_s
    return None if ready_s is None else ready_s - filled.mended_min * 60.0
