"""`run.html` stands alone: it asks no network, and nothing in its data ends its script."""

import json
import re

import pytest

from imagesim.results.result import simulate
from imagesim.results.stage.run_data import run_data
from imagesim.results.stage.run_page import run_page
from imagesim.scenarios.loading import load


@pytest.fixture(scope="module")
def page():
    return run_page(simulate(load("moved-tag")))


def test_it_loads_nothing(page):
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:|/)", page)
    assert not re.search(r"^import ", page, re.MULTILINE)
    assert not re.search(r"@import|fetch\(|XMLHttpRequest", page)
    assert set(re.findall(r"https?://[^\"'\s<]+", page)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xhtml",
    }


def test_its_data_is_the_run(page):
    data = re.search(r'<script type="application/json" id="run">(.*?)</script>', page, re.DOTALL)[1]
    found = json.loads(data)
    assert found.pop("summary")[0].startswith("Pods")
    assert found == json.loads(json.dumps(run_data(simulate(load("moved-tag")))))


def test_a_title_that_would_end_a_script_does_not():
    hostile = {"Simulation/moved-tag:spec.title": "</script><script>alert(1)</script>"}
    page = run_page(simulate(load("moved-tag", values=hostile)))
    assert "<script>alert" not in page
    assert "<title>&lt;/script&gt;" in page
