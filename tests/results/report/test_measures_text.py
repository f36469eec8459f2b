"""The list of measures that --expect help prints."""

from imagesim.cli.run import run
from imagesim.results.expectations import MEASURES, parse_expectation
from imagesim.results.report.measures_text import measures


def test_each_measure_has_a_line_whose_example_can_be_read():
    lines = str(measures()).splitlines()
    examples = [line.partition("   ")[0] for line in lines]
    assert [parse_expectation(each).measure for each in examples] == list(MEASURES)
    assert all(line.endswith(each.meaning) for line, each in zip(lines, MEASURES.values(), strict=True))


def test_the_command_prints_it_and_runs_nothing(capsys):
    run(["moved-tag"], expect=["ready by 1s", "help"])
    assert capsys.readouterr().out == f"{measures()}\n"
