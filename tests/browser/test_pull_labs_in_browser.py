"""The labs of the lessons on architectures and on costs, in the real JupyterLab: run, and changed by keyboard."""

import pytest

pytestmark = pytest.mark.browser


def test_a_box_that_is_ticked_changes_what_the_nodes_take(page, jupyterlab, opened, report_time):
    lesson = opened(page, jupyterlab, "06-one-name-many-architectures.ipynb")
    lesson.run_all()
    assert lesson.error_outputs() == []
    box = page.get_by_role("group", name="The image has").get_by_role("checkbox", name="linux/arm64", exact=True)
    report_time("what an image has", lesson.milliseconds_until_new_picture(box, "Space"))
    assert "arm64-0, which is linux/arm64, takes linux/arm64;" in page.locator(lesson.pictures).get_attribute(
        "aria-label"
    )


def test_another_number_of_nodes_changes_the_pulls_over_time(page, jupyterlab, opened, report_time):
    lesson = opened(page, jupyterlab, "07-what-a-pull-costs.ipynb")
    lesson.run_all()
    assert lesson.error_outputs() == []
    report_time("pulls of 11 nodes", lesson.milliseconds_until_new_picture(lesson.slider("Nodes"), "ArrowRight"))
    assert "Pulls of 11 nodes" in page.locator(lesson.pictures).last.get_attribute("aria-label")
