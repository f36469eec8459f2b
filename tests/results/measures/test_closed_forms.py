"""Each measure is what its closed form, or an independent check, says; docs/validation.md shows both."""

import re

import pytest

from imagesim.results.expectations import MEASURES
from tests.results.measures.closed_forms import FORMS, held_about
from tests.results.measures.closed_forms.held import Held
from tests.validation.rows import measure_row, stored


@pytest.mark.parametrize("about", FORMS)
def test_a_measure_is_what_its_closed_form_says_and_so_does_the_page(about):
    found = held_about(about)
    assert [each for each in found if not each.agrees] == []
    rows = [measure_row(each) for each in found]
    in_page = [row for key, row in stored().items() if key.startswith(f"{about}, ")]
    assert rows == in_page, "python -m tests.validation writes docs/validation.md again"


@pytest.mark.parametrize("name", MEASURES)
def test_whatever_can_be_expected_has_a_row(name):
    assert [key for key in stored() if re.match(rf"(({'|'.join(FORMS)}), )?{name}\b", key)]


def test_what_lies_further_off_than_it_may_does_not_agree():
    assert Held("x", "by hand", 3, 3.05, "s", 0.1).agrees
    assert not Held("x", "by hand", 3, 3.2, "s", 0.1).agrees
    assert not Held("x", "by hand", 3, 4).agrees
