"""A bad day: something is wrong with images in a run, and somebody has to find out what, and mend it."""

from functools import cached_property

from imagesim.labs.incidents.causes import CAUSES
from imagesim.labs.incidents.choices import chosen, numbered
from imagesim.labs.incidents.documents import Document, pull_secret
from imagesim.labs.incidents.drawing import drawn
from imagesim.labs.incidents.printed import Printed, wrapped
from imagesim.labs.incidents.recovered import standing
from imagesim.labs.incidents.remedies import REMEDIES
from imagesim.labs.incidents.scene import PASSWORD, SECRET, USER
from imagesim.labs.incidents.seen import Seen
from imagesim.labs.incidents.steps_left import steps_left
from imagesim.labs.incidents.verdict import right, wrong_cause, wrong_remedy
from imagesim.results.kubectl.asking import ask_kubectl
from imagesim.results.live import Done, Time, live
from imagesim.results.result import Result, simulate
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds
from imagesim.scenarios.building.doing import Doable
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.quantities import format_duration


def bad_day(seed: int) -> "BadDay":
    """The incident of *seed*, at the moment in which somebody calls for help. Equal seeds are equal days.

    ScenarioError for a seed below 0.
    """
    return BadDay(seed)


class BadDay:
    """An incident, and a live run in which it happens.

    Look with `kubectl`, let time pass with `advance`, act with `do`, and `answer` with a cause and a remedy of the
    lists `causes` and `remedies`. The clock is the run's: looking and thinking take no time.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._incident = drawn(seed)
        self._scenario = load(*self._incident.documents)
        self._run = live(self._scenario, seed)
        self._run.advance(to=self._incident.scene.alarm_s)
        self._named_s: Seconds | None = None

    def __repr__(self) -> str:
        scene = self._incident.scene
        minute = f"{self.now_s / 60:.3g}"
        return gate.lines(
            [
                f"A bad day, number {self.seed}. It is minute {minute} of the run.",
                *wrapped(self._incident.symptom),
                "",
                "What you may need, or not:",
                *wrapped(f"The new build is {scene.newest}.", "  "),
                *wrapped(
                    f"day.secret(namespace, key) makes a pull secret {SECRET}. Its login is good today at "
                    f"{scene.host}, where it may pull everything, and has no limit.",
                    "  ",
                ),
            ]
        )

    @property
    def now_s(self) -> Seconds:
        """How long the run has lasted, in seconds."""
        return self._run.now_s

    @property
    def causes(self) -> Printed:
        """The causes to choose from, with their numbers."""
        return numbered(CAUSES)

    @property
    def remedies(self) -> Printed:
        """The remedies to choose from, with their numbers."""
        return numbered(REMEDIES)

    def kubectl(self, line: str) -> Printed:
        """What kubectl prints of a line such as "get pods", "describe pod cart-", "events --types Warning"."""
        return Printed(ask_kubectl(self._run.result(), line, self._incident.scene.namespace))

    def advance(self, by: Time | None = None, *, to: Time | None = None) -> Printed:
        """Let time pass: *by* so much ("2m", or seconds), or up *to* a time of the run; return what time it is.

        ScenarioError for what is no time, and for one that is over.
        """
        self._run.advance(by, to=to)
        return Printed(gate.line(f"It is {format_duration(self.now_s)} since the start of the run."))

    def do(self, event: Doable) -> Done:
        """Do an event of a Timeline without its `at`, such as {"scale": {"workload": "cart", "replicas": 2}}.

        ScenarioError for what is no event, or names what is not there.
        """
        return self._run.do(event)

    def result(self) -> Result:
        """The Result of the run so far, for tables and pictures: more than kubectl shows."""
        return self._run.result()

    def secret(self, namespace: str, key: str) -> Document:
        """A pull secret for the registry *key*, with a login that works there today; for `createSecret` and others."""
        return pull_secret(namespace, SECRET, key, USER, PASSWORD)

    def answer(self, *, cause: int | str, remedy: int | str) -> Printed:
        """What speaks against this cause, or this remedy; if both are right, what was to be seen when, and the times.

        Each is the number or the words of one in the list. ScenarioError for what is none of it.
        """
        cause_key, remedy_key = chosen(cause, CAUSES, "cause"), chosen(remedy, REMEDIES, "remedy")
        incident = self._incident
        if cause_key != incident.cause:
            return Printed(gate.lines(wrong_cause(cause_key, incident, self._seen)))
        if incident.cause not in REMEDIES[remedy_key].helps:
            return Printed(gate.lines(wrong_remedy(remedy_key, incident, self._seen)))
        if self._named_s is None:
            self._named_s = self.now_s
        now = standing(self._run.result().records, incident)
        left = steps_left(incident, self._scenario, self._run.timeline(), self.now_s)
        return Printed(gate.lines(right(incident, self._seen, self._named_s, now, left)))

    @cached_property
    def _seen(self) -> Seen:
        """What was to be seen at the alarm: nothing that the trainee has done."""
        return Seen(simulate(self._scenario, self.seed).records, self._incident.scene)
