"""What a lab shows for some settings, as a reader without a front end sees it."""

from imagesim.labs.lab import Lab


def html(lab: Lab, **values: object) -> str:
    """The view as HTML; what is left out is set as at first."""
    return lab.view(values).html()
