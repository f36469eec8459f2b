"""One node after another: at its time, and not before the one before is done."""

from imagesim.engine.environment import Environment
from imagesim.engine.nodes.rolling import OneAfterAnother


def test_the_next_begins_at_its_time_or_when_the_one_before_is_done() -> None:
    env, begun = Environment(), list[tuple[float, str]]()
    takes = {"a": 1, "b": 25, "c": 0}

    def do(name: str, done) -> None:
        begun.append((env.now, name))
        env.timeout(takes[name]).callbacks.append(lambda _: done())

    OneAfterAnother(env, ["a", "b", "c"], 10, do)
    env.run(until=100)
    assert begun == [(0, "a"), (10, "b"), (35, "c")]
