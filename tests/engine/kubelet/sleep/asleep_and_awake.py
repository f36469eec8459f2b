"""Runs with pods that sleep and without, for comparison, and what such worlds consist of."""

from dataclasses import fields, replace

from imagesim.engine.environment import Environment
from imagesim.engine.run import Cluster
from imagesim.rules.credentials.pull_credentials import PullSecret
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.scenarios.timeline.events.registries.outage import Outage
from tests.engine.engine_worlds import MB, container, deployment, image

A, B = image("a", 5 * MB, 2 * MB), image("b", 3 * MB)
TAGS = {"app:v1": A, "other:v1": B}
GOOD, WRONG = container("reg.test/app:v1"), container("reg.test/app:v2")
WEB = "Deployment/default/web"
LOGIN = '{"auths": {"reg.test": {"username": "alice", "password": "%s"}}}'


class Counting(Environment):
    """Counts its events."""

    steps = 0

    def step(self) -> None:
        self.steps += 1
        super().step()


def web(replicas: int, *containers, **spec):
    made = deployment("web", replicas, *containers)
    template = replace(made.template, spec=replace(made.template.spec, **spec))
    return replace(made, template=template)


def secret(password: str) -> PullSecret:
    return PullSecret(
        namespace="default",
        name="regcred",
        type="kubernetes.io/dockerconfigjson",
        data=((".dockerconfigjson", SecretValue(LOGIN % password if password else "{")),),
    )


def outage(how: str = "refused", begin: float = 0, last: float = 1500) -> Outage:
    return Outage(at_s=begin, registry="reg.test", for_s=last, how=how)


def records(scenario, *, sleep: bool):
    """All records of a run, and how many events it took."""
    cluster = Cluster(scenario, 3, sleep=sleep)
    cluster.env.__class__ = Counting
    for part in (0.31, 0.7, 1.0):  # as with a progress bar: it is not always at an event that a run stops
        cluster.env.run(until=scenario.duration_s * part)
    return cluster.finish(), cluster.env.steps


def compare(scenario) -> None:
    awake, _ = records(scenario, sleep=False)
    asleep, _ = records(scenario, sleep=True)
    for field in fields(awake):
        assert getattr(asleep, field.name) == getattr(awake, field.name), field.name
