"""What `imagesim scenarios` prints: the shipped scenarios by topic."""

from collections.abc import Iterator
from typing import Any

from imagesim.scenarios import shipped
from imagesim.scenarios.loading import load
from imagesim.scenarios.values.scenario import Scenario

_SCHEMA = 1


def shipped_lines() -> Iterator[str]:
    """Yield topic by topic each scenario's name and title, what it asks and what to look at."""
    topic = None
    for name, scenario in _by_topic():
        if scenario.topic != topic:
            topic = scenario.topic
            yield from (topic, "")
        yield f"  {name}: {scenario.title}"
        yield f"    {scenario.question}"
        yield from (f"    - {sentence}" for sentence in scenario.look)
        yield ""


def shipped_json() -> dict[str, Any]:
    """The same as plain values."""
    return {"schema": _SCHEMA, "scenarios": [_json(name, scenario) for name, scenario in _by_topic()]}


def _json(name: str, scenario: Scenario) -> dict[str, Any]:
    return {
        "name": name,
        "topic": scenario.topic,
        "title": scenario.title,
        "question": scenario.question,
        "look": list(scenario.look),
    }


def _by_topic() -> list[tuple[str, Scenario]]:
    """All of them, topic by topic, and by name within a topic."""
    found = [(name, load(name)) for name in shipped.names()]
    return sorted(found, key=lambda each: shipped.TOPICS.index(each[1].topic))
