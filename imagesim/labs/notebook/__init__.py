"""The front end of a lab in a notebook: a widget. The only place in the labs that knows one."""

from typing import TYPE_CHECKING

from imagesim.labs.lab import Lab

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget


def in_notebook(lab: Lab, code: str = "") -> "LabWidget":
    """*lab*, ready to be shown as the last value of a cell, set to *code* (what its Share shows) if one is given."""
    # Late: the labs themselves need no widgets, and run where there are none.
    from imagesim.labs.notebook.lab_widget import LabWidget

    return LabWidget(lab, code)
