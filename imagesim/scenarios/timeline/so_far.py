"""A scenario whose timeline grows while it runs."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter

from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.values.timeline_event import TimelineEvent


def with_events(scenario: Scenario, events: Iterable[TimelineEvent]) -> Scenario:
    """The *scenario* with more *events* in its timeline, by time; of one time its own come first."""
    return replace(scenario, timeline=tuple(sorted((*scenario.timeline, *events), key=attrgetter("at_s"))))
