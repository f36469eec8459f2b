"""A lab's element as HTML, with the view of its first setting inside: what people see until Python is there."""

from imagesim.labs.catalogue import lab_of
from imagesim.rules.shown import gate


def lab_element(module: str, attributes: str = "") -> str:
    """The element for the lab of that module; *attributes* are more of them, such as "data-own-page"."""
    lab = lab_of(module)
    task = f'<p class="imagesim-task"><strong>Try this: </strong>{gate.markup(lab.task)}</p>'
    no_script = "<noscript><p>Its controls need JavaScript, which is switched off here.</p></noscript>"
    view = f'<div class="imagesim-pictures">{lab.view(lab.first()).html()}</div>'  # in the colours of the page
    stored = f'<div class="imagesim-lab">{task}{no_script}{view}</div>'
    return f'<imagesim-lab data-lab="{module}"{f" {attributes}" if attributes else ""}>{stored}</imagesim-lab>'
