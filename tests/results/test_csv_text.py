"""A table as a CSV file is what pandas writes of the same rows, byte for byte."""

import math

import pytest

import imagesim
from imagesim.engine.records import Records
from imagesim.results.csv_text import csv_text
from imagesim.results.json_document import all_rows
from imagesim.results.table_columns import ROW_TYPES
from imagesim.results.tables import table
from tests.results.example_records import moved_tag_and_outage


def _by_pandas(name, rows):
    return table(name, rows).to_csv(index=False, lineterminator="\n")


@pytest.fixture(scope="module")
def runs():
    shipped = ("registry-outage", "nodes-come-and-go", "disk-fills")
    simulated = (imagesim.simulate(imagesim.load(name)).records for name in shipped)
    return [all_rows(records) for records in (Records(), moved_tag_and_outage(), *simulated)]


@pytest.mark.parametrize("name", ROW_TYPES)
def test_it_is_what_pandas_writes(runs, name):
    for tables in runs:
        rows = tables[name]
        assert csv_text(name, rows) == _by_pandas(name, rows)


@pytest.mark.parametrize(
    "number",
    [0, 0.1 + 0.2, 1e16, 1e-7, 123456789.123456789, -0.0, 5e-324, 1.7976931348623157e308, math.inf, None, math.nan],
)
def test_a_number_is_written_as_pandas_writes_it(number):
    row = moved_tag_and_outage().events[0]._replace(time_s=number)
    assert csv_text("events", [row]) == _by_pandas("events", [row])


@pytest.mark.parametrize(
    "text", ["a,b", 'say "no"', "two\nlines", "a\rb", "", " ", "'", "\N{GRINNING FACE}", "#", "None", "nan"]
)
def test_a_text_is_quoted_as_pandas_quotes_it(text):
    row = moved_tag_and_outage().events[0]._replace(message=text)
    assert csv_text("events", [row]) == _by_pandas("events", [row])
