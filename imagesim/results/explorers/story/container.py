"""The decision path of one container: name, policy, presence, credentials, pull, back-off, and what comes next."""

from collections.abc import Iterator
from dataclasses import replace

from imagesim.engine.records import StateRecord
from imagesim.results.explorers.names import NameReport, describe_name
from imagesim.results.explorers.story import kubelet_rules as rules
from imagesim.results.explorers.story.credentials import credentials_said
from imagesim.results.explorers.story.moment import Moment, StoryStep, at, step
from imagesim.results.explorers.story.pinned import pinned_steps
from imagesim.results.explorers.story.policy import policy_step
from imagesim.results.explorers.story.pull import back_off_step, presence_step, pull_step
from imagesim.results.explorers.story.what_next import next_step
from imagesim.rules.admission.pull_policy import NEVER
from imagesim.rules.api.objects import Container, PodSpec
from imagesim.rules.pods import kubelet_texts as texts


def as_run(moment: Moment, container: Container) -> Container:
    """The container with the image that it really had: a roll-out may have changed the template's."""
    shown = moment.shown(container.name)
    return replace(container, image=shown.image) if shown is not None else container


def container_steps(moment: Moment, spec: PodSpec, container: Container) -> tuple[StoryStep, ...]:
    """The steps for *container* of *spec*, whose image and policy are those that the pod really has."""
    return tuple(_steps(moment, spec, container))


def _steps(moment: Moment, spec: PodSpec, container: Container) -> Iterator[StoryStep]:
    shown, decisions = moment.shown(container.name), moment.decisions(container.name)
    name = describe_name(container.image)
    yield _name(name)
    yield from pinned_steps(moment, container)
    yield policy_step(moment, container)
    if not decisions and shown is not None and shown.reason == texts.POD_INITIALIZING:
        yield step("turn", "not yet come: an init container has not completed", rules.ONE_AFTER_ANOTHER)
        return
    if not name.error:
        yield from _image(moment, spec, container, name)
    if shown is not None:
        yield _shown(shown)
        yield from _probed(container, shown)
    yield next_step(moment, container, decisions)


def _name(name: NameReport) -> StoryStep:
    if name.error:
        return step("name", f"not valid. The node says: {name.problem}", rules.NAME)
    return step("name", f"valid; the node asks {name.registry} for {name.asked_for}", rules.NAME)


def _image(moment: Moment, spec: PodSpec, container: Container, name: NameReport) -> Iterator[StoryStep]:
    decisions = moment.decisions(container.name)
    pulls = [row for row in decisions if row.outcome != "AlreadyPresent"]
    yield presence_step(moment, container, name, decisions)
    if decisions and decisions[-1].outcome == "AlreadyPresent":
        if pulls:
            yield pull_step(moment, pulls)._replace(title="before that")
        return
    if container.image_pull_policy != NEVER:
        yield step("credentials", credentials_said(moment, spec, name), rules.CREDENTIALS)
    if pulls:
        yield pull_step(moment, pulls)
        back_off = back_off_step(moment, container, pulls[-1])
        if back_off is not None:
            yield back_off


def _shown(shown: StateRecord) -> StoryStep:
    state = f"{shown.state}, {shown.reason}" if shown.reason else shown.state
    if shown.exit_code:
        state += f" with exit code {shown.exit_code}"
    return step("API shows", f"{state}, since {at(shown.started_s)}", rules.SHOWN)


def _probed(container: Container, shown: StateRecord) -> Iterator[StoryStep]:
    """What the probes of a container that runs have come to."""
    if container.probes is None or shown.state != "Running":
        return
    if not shown.started:
        yield step("probes", "not started: the startup probe has not succeeded", rules.PROBES)
    elif not shown.ready:
        yield step("probes", "not ready: the readiness probe does not succeed", rules.PROBES)
    else:
        yield step("probes", f"ready, since {at(shown.started_s)} or before", rules.PROBES)
