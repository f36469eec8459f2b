"""The playground, and the page that opens a run."""

import json
from pathlib import Path

from docs.site.examples import MANIFESTS, WORLD, examples
from docs.site.frame import page
from imagesim.rules.shown import gate

FOLDER = "play"
_SCRIPTS = "imagesim/labs/js/page"
_FIRST = "moved-tag"


def write_play_pages(site: Path) -> None:
    """Write `play/index.html` with its examples, and `play/open.html`."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    offered = examples()
    (folder / "examples.json").write_text(json.dumps(offered, ensure_ascii=False), encoding="utf-8")
    (folder / "index.html").write_text(
        _play(next(each for each in offered if each["title"].endswith(f"({_FIRST})"))), "utf-8"
    )
    (folder / "open.html").write_text(_open(), encoding="utf-8")


def _play(example: dict[str, dict[str, str]]) -> str:
    fields = "\n".join(
        _field(name, words, example["files"][name])
        for name, words in ((MANIFESTS, "Manifests"), (WORLD, "World: registries, images, nodes, what happens"))
    )
    body = f"""<h1>Playground</h1>
<p>Your own manifests, in a cluster that you describe. They run in this page, and are sent nowhere. What may stand in
them is in the <a href="../docs/reference.html">reference</a>; without a world a stated default one is used.</p>
<noscript><p>It needs JavaScript, which is switched off here.</p></noscript>
<div class="imagesim-bar">
<label for="example">Example</label>
<select id="example"><option value="">choose one …</option></select>
<label for="seed">Seed</label>
<input id="seed" type="number" min="0" step="1" placeholder="1">
<button id="run" type="button" disabled>Run</button>
<button id="stop" type="button" disabled>Stop</button>
<small>Ctrl+Enter runs, too</small>
</div>
<div class="imagesim-editors">
{fields}
</div>
<div id="progress"></div>
<div id="outcome" class="imagesim-outcome"></div>"""
    return page(
        title="Playground - imagesim",
        description="Run your own Kubernetes manifests in the browser, and see what will happen to their images.",
        body=body,
        root="../",
        script=f"{_SCRIPTS}/playPage.js",
        here=f"{FOLDER}/index.html",
    )


def _field(name: str, words: str, text: str) -> str:
    # A text of many lines, of this package: the gate would make one line of it.
    inner = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"""<div>
<label for="{name}">{gate.markup(words)} <small>({name})</small></label>
<div class="imagesim-editor">
<div class="imagesim-lines" id="{name}-lines" aria-hidden="true"></div>
<textarea id="{name}" spellcheck="false" autocomplete="off">
{inner}</textarea>
</div>
</div>"""


def _open() -> str:
    body = """<h1>Open a run</h1>
<p><code>imagesim run ... --out FOLDER</code> writes a run into one file, <code>run.html</code>. Somebody sent you one,
and you would rather not open pages from a mail? This page draws it from its data alone: nothing in it is executed, and
nothing is sent anywhere.</p>
<div id="drop" class="imagesim-drop">
<label for="file">Drop the file anywhere on this page, or choose it:</label>
<input id="file" type="file" accept=".html,.json" disabled>
<noscript><p>It needs JavaScript, which is switched off here.</p></noscript>
</div>
<p id="said" role="status"></p>
<div id="outcome" class="imagesim-outcome"></div>"""
    return page(
        title="Open a run - imagesim",
        description="Drop a run.html of imagesim onto this page to see what happened; the file is sent nowhere.",
        body=body,
        root="../",
        script=f"{_SCRIPTS}/openPage.js",
        here=f"{FOLDER}/open.html",
    )
