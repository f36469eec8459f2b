"""`run.html`: a run in one file that one can mail. It opens from a disk, and asks no network."""

import json
from typing import Any

from imagesim.results.report.summary_text import summary
from imagesim.results.result import Result
from imagesim.results.stage.bundle import JS, bundle
from imagesim.results.stage.run_data import run_data
from imagesim.rules.shown import gate

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body class="imagesim-page">
<main id="stage"><noscript>This file draws itself with JavaScript, which is switched off here.</noscript></main>
<script type="application/json" id="run">{data}</script>
<script type="module">
{script}
</script>
</body>
</html>
"""


def run_page(result: Result) -> str:
    """The file as text; the same for the same run."""
    # A page has it below the stage; a lab, which is drawn at every move of a control, has a sentence of its own.
    data = {**run_data(result), "summary": summary(result.records, result.version_names).splitlines()}
    return _PAGE.format(
        title=gate.markup(data["title"]),
        style=(JS / "stage.css").read_text(encoding="utf-8"),
        data=script_json(data),
        script=bundle(JS / "page.js"),
    )


def script_json(data: dict[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it ends that element or begins a comment."""
    text = json.dumps(data, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
