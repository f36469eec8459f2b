"""The playground, the page that reads what kubectl printed, and the page that opens a run."""

import json
from pathlib import Path

from docs.site.examples import MANIFESTS, WORLD, examples
from docs.site.frame import page
from imagesim.labs.page.replaying import PODS, TEXT
from imagesim.rules.shown import gate

FOLDER = "play"
_SCRIPTS = "imagesim/labs/js/page"
_FIRST = "moved-tag"
PASTED = Path(__file__).with_name("pasted.txt")
"""`imagesim kubectl describe pod -n shop web-58cd97df88-45gsj registry-outage --at 8m`: what the page has at first."""


def write_play_pages(site: Path) -> None:
    """Write `play/index.html` with its examples, `play/replay.html` and `play/open.html`."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    offered = examples()
    (folder / "examples.json").write_text(json.dumps(offered, ensure_ascii=False), encoding="utf-8")
    (folder / "index.html").write_text(
        _play(next(each for each in offered if each["title"].endswith(f"({_FIRST})"))), "utf-8"
    )
    (folder / "replay.html").write_text(_replay(), encoding="utf-8")
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


def _replay() -> str:
    fields = "\n".join(
        (
            _field(TEXT, "What kubectl printed", PASTED.read_text(encoding="utf-8")),
            _field(PODS, "Pods, if you have them: kubectl get pods -A -o json", ""),
        )
    )
    body = f"""<h1>Why is it stuck?</h1>
<p>Paste what kubectl printed of your cluster: <code>kubectl describe pod</code>, <code>kubectl events</code> or
<code>kubectl get events -A -o json</code>. You read why containers wait for their images, what the counts and
ages prove, and when the next attempt is due. It is read in this page, and is sent nowhere; no cluster is asked.
<a href="../docs/reference.html#replay">What can be read</a></p>
<noscript><p>It needs JavaScript, which is switched off here.</p></noscript>
<div class="imagesim-bar">
<label for="now">Printed at</label>
<input id="now" type="text" autocomplete="off" spellcheck="false" placeholder="2026-05-01T09:00:00Z">
<button id="run" type="button" disabled>Read it</button>
<button id="stop" type="button" disabled>Stop</button>
<small>The time is needed only where there are dates and no ages. Ctrl+Enter reads, too</small>
</div>
<div class="imagesim-editors">
{fields}
</div>
<div id="progress"></div>
<div id="outcome" class="imagesim-outcome"></div>"""
    return page(
        title="Why is it stuck? - imagesim",
        description="Paste kubectl describe pod or events: why a pod waits for its image, and when it tries again.",
        body=body,
        root="../",
        script=f"{_SCRIPTS}/replayPage.js",
        here=f"{FOLDER}/replay.html",
    )


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
