"""What reading will take is known before it is read: about right for a dump, and never far too little."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.scenarios.reading import memory
from imagesim.scenarios.reading.documents import parse
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.memory import json_memory, lines_memory, nodes_memory
from tests.bench_manifests import write_cluster

MANY = 20_000


def taken(text: str) -> int:
    """Bytes that Python's objects take at the most while *text* is read, the text apart."""
    tracemalloc.start()
    try:
        parse(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def dump(folder: Path, suffix: str) -> str:
    write_cluster(folder, 250, suffix)
    (path,) = folder.iterdir()
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("suffix", "estimate"), [("json", json_memory), ("yaml", lines_memory)])
def test_a_dump_takes_about_what_is_estimated(suffix: str, estimate: Callable[[str], int], tmp_path: Path) -> None:
    text = dump(tmp_path, suffix)
    assert 0.3 < taken(text) / estimate(text) < 1.2


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"a": [{}] * MANY}),
        json.dumps({"a": [{"a": 1}] * MANY}),
        json.dumps({"a": [[]] * MANY}),
        json.dumps({"a": [f"{number:07}" for number in range(MANY)]}),
    ],
)
def test_small_values_in_json_take_no_more_than_twice_the_estimate(text: str) -> None:
    assert taken(text) < 2 * max(json_memory(text), nodes_memory(text))


@pytest.mark.parametrize("item", ["{}", "a: 1", "text", "[]"])
def test_small_values_in_yaml_take_no_more_than_twice_the_estimate(item: str) -> None:
    text = f"a:\n- {item}\n" + f"- {item}\n" * (MANY - 1)
    assert taken(text) < 2 * lines_memory(text)


def test_what_would_take_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_MEMORY", 10_000)
    for text in (json.dumps({"a": [{}] * 100}), "a: 1\n" * 100):
        with pytest.raises(ScenarioError, match=r"dump: reading this would take about .* GiB of memory; .*fetch less"):
            parse(text, "dump")


def test_yaml_that_only_the_whole_of_yaml_reads_is_judged_by_its_own_measure(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(f"k{number}: &a{number} 1\n" for number in range(100))
    monkeypatch.setattr(memory, "MOST_MEMORY", (lines_memory(text) + nodes_memory(text)) // 2)
    with pytest.raises(ScenarioError, match="with anchors, tags or mistakes takes several times as much"):
        parse(text, "any.yaml")
