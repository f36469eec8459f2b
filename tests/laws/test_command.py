"""`python -m tests.laws`: what it prints, what it writes, how it ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.laws import checking
from tests.laws.__main__ import main
from tests.laws.drawing.scenarios import draw_documents
from tests.laws.kept.run import Run
from tests.laws.shrinking import shrunk


def nobody_pulls_nginx(run: Run) -> Iterator[str]:
    for row in run.records.pulls:
        if row.image == "nginx":
            yield f"{row}"


def test_it_ends_with_how_many_were_run_and_how_many_were_broken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--runs", "3", "--seed", "5"]) == 0
    assert capsys.readouterr().out == "all: 3 scenarios, 0 broken\n"


def test_a_broken_one_is_written_down_small_and_can_be_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "LAWS", (nobody_pulls_nginx,))
    named = (each for each in range(100) if "'image': 'nginx'" in repr(draw_documents(1, each)))
    number = next(each for each in named if checking.broken_laws(draw_documents(1, each)))
    assert main(["--runs", "1", "--first", str(number), "--out", str(tmp_path / "out")]) == 1
    out = capsys.readouterr().out
    assert out.endswith("all: 1 scenarios, 1 broken\n")
    path = tmp_path / "out" / f"laws-1-{number}.yaml"
    assert f"laws-1-{number} breaks: nobody_pulls_nginx\n" in out
    assert str(path) in out
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# laws-1-{number} (seed and number), made smaller. It breaks: nobody_pulls_nginx\n")
    assert len(list(yaml.safe_load_all(text))) < len(draw_documents(1, number))
    assert main([str(path)]) == 1


@pytest.mark.parametrize("arguments", [["--runs", "many"], ["--nonsense"], ["no-such-file.yaml"]])
def test_a_mistake_ends_with_2(arguments: list[str]) -> None:
    assert main(arguments) == 2


def test_what_does_not_matter_goes() -> None:
    documents = [{"a": 1, "b": [1, 2, {"c": 3}]}, {"d": 4}]
    assert shrunk(documents, lambda left: "'c'" in repr(left)) == [{"b": [{"c": 3}]}]
    assert shrunk(documents, lambda left: len(left) == 2, tries=3) == [{"a": 1, "b": [1, 2, {}]}, {}]
