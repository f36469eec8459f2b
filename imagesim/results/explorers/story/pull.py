"""The steps around a pull: was the image on the node, how did the pulls go, how long does the back-off hold."""

from imagesim.engine.records import PullRecord
from imagesim.results.explorers.names import NameReport, describe_name
from imagesim.results.explorers.story import kubelet_rules as rules
from imagesim.results.explorers.story.moment import Moment, StoryStep, at, step
from imagesim.rules.admission.pull_policy import ALWAYS, NEVER
from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.objects import Container
from imagesim.rules.images.image_manager import backoff_key
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.units import Seconds

_TITLE = "on the node?"
_FOR_ALL = ("", "anonymous", "node")  # credentials after which every pod of the node may use the image


def presence_step(moment: Moment, container: Container, name: NameReport, decisions: list[PullRecord]) -> StoryStep:
    """What the kubelet found when it looked last."""
    policy = container.image_pull_policy
    if policy == ALWAYS:
        return step(_TITLE, "not looked at", rules.ALWAYS)
    rule = rules.NEVER if policy == NEVER else rules.IF_NOT_PRESENT
    if not decisions:
        began = pulling_since(moment, container, decisions)
        no = "no, or not for this pod" if moment.behaviour.verifies_pulled_images else "no"
        found = "not known yet" if began is None else f"{no}, at {at(began)}"
        return step(_TITLE, "no" if policy == NEVER else found, rule)
    if decisions[-1].outcome == "AlreadyPresent":
        return step(_TITLE, f"yes, at {at(decisions[-1].queued_s)}, and used without asking a registry", rule)
    owner = _pulled_with(moment, name, decisions[0]) if moment.behaviour.verifies_pulled_images else ""
    if owner:
        said = f"not for this pod: the node pulled it with {owner}, and who cannot show that has to pull"
        return step(_TITLE, said, rules.VERIFICATION)
    return step(_TITLE, "no", rule)


def _pulled_with(moment: Moment, name: NameReport, first: PullRecord) -> str:
    """With which pod's credential the node had pulled the image before the decision *first*, "" if with none."""
    return next(
        (
            row.credential
            for row in moment.records.pulls
            if row.node == first.node
            and row.outcome == "Pulled"
            and row.ended_s <= first.queued_s
            and row.credential not in _FOR_ALL
            and describe_name(row.image).asked_for == name.asked_for
        ),
        "",
    )


def pull_step(moment: Moment, pulls: list[PullRecord]) -> StoryStep:
    """How the last pull ended, and how often it had failed before."""
    last, failed = pulls[-1], [row for row in pulls[:-1] if row.outcome == "Failed"]
    lines = [_ended(last, moment.version(last.digest))]
    if failed:
        count = "once" if len(failed) == 1 else f"{len(failed)} times"
        said = "" if last.outcome == "Failed" else f" {_said(failed[-1])}"
        lines.append(f"Before that it failed {count}, first at {at(failed[0].queued_s)}.{said}")
    if last.started_s - last.queued_s >= 1:
        lines.append(f"It had waited {last.started_s - last.queued_s:.1f} s for its turn in the puller.")
    return step("pull", lines, rules.RUNTIME)


def _ended(row: PullRecord, version: str) -> str:
    when = f"attempt {row.attempt} at {at(row.queued_s)}"
    if row.outcome == "Failed":
        return f"{when} failed. {_said(row)}"
    moved = f"{row.bytes_fetched / 1e6:.1f} MB fetched, {row.bytes_reused / 1e6:.1f} MB reused, {row.requests} requests"
    return f"{when} worked in {row.ended_s - row.started_s:.1f} s, {row.credential}: {moved}, version {version}"


def _said(row: PullRecord) -> str:
    who = "The kubelet itself says" if row.error == texts.PULL_QPS_EXCEEDED else "The runtime said"
    return f"{who}: {row.error}"


def back_off_step(moment: Moment, container: Container, last: PullRecord) -> StoryStep | None:
    """The back-off that the last pull left behind; None if it worked."""
    until = last.backoff_until_s
    if until is None:
        return None
    over = f"until {at(until)}" if until > moment.now else f"over since {at(until)}"
    key = backoff_key(moment.pod.uid, container.image)
    return step("back-off", f"{until - last.ended_s:.0f} s from {at(last.ended_s)}, {over}; for {key}", rules.BACK_OFF)


def pulling_since(moment: Moment, container: Container, decisions: list[PullRecord]) -> Seconds | None:
    """When the pull began that is not over; None if none is under way."""
    pod, message = ObjectName("Pod", moment.pod.namespace, moment.pod.pod), texts.pulling(container.image)[2]
    begun = [row.time_s for row in moment.records.events if (row.object, row.message) == (pod, message)]
    over = decisions[-1].ended_s if decisions else -1.0
    return begun[-1] if begun and begun[-1] > over else None
