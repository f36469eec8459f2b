"""`imagesim replay`: what really happened, from what kubectl printed."""

from pathlib import Path
from typing import Annotated

import typer

from imagesim.cli.options import AsJson
from imagesim.cli.run import Out
from imagesim.cli.terminal import say, say_notes
from imagesim.rules.shown import gate

_STDIN = "-"


def replay(
    events: Annotated[str, typer.Argument(metavar="EVENTS", help="A file, or - for standard input.")],
    pods: Annotated[
        str | None, typer.Argument(metavar="[PODS]", help="What `kubectl get pods -A -o json` printed.")
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When that was printed (date -u +%FT%TZ), if it has dates and no ages."),
    ] = None,
    as_json: AsJson = False,
    out: Out = None,
) -> None:
    """Read what kubectl printed of pods and events; say why pods are stuck, and when they try again.

    EVENTS is what `kubectl get events -A -o json` (or yaml) prints, `kubectl describe pod`, or a table of `kubectl
    events` or `kubectl get events`; also several of these in one file, pasted as they are. For each container that
    waits for its image: why, what counts and ages prove, and when the next attempt is due, with an interval that holds
    in 95 of 100 cases. --out writes the same tables, pictures and run.html as of a run. No cluster is asked.

    \b
    Examples:
      kubectl describe pod web-0 | imagesim replay -
      imagesim replay events.json pods.json
      imagesim replay events.json --now 2026-05-01T09:00:00Z --out what-happened
    """
    from imagesim.cli.out_folder import check_out, without_pictures, write_folder
    from imagesim.scenarios.reading.paths import own_path
    from imagesim.studies.replaying.replay import replay as replayed

    if out is not None:
        check_out(out)
    found = replayed(
        _text(events), None if pods is None else _text(pods), now, name=_name(events), pods_name=_name(pods or "")
    )
    if out is not None:
        write_folder(found.result, out)
    say(gate.as_json(found.to_json_dict()) if as_json else found.text())
    if out is not None:
        say(gate.lines(["", f"Written to {own_path(out)}"]), aside=as_json)
        say_notes(without_pictures())


def _name(source: str) -> str:
    return "standard input" if source == _STDIN else source


def _text(source: str) -> str:
    from imagesim.scenarios.reading.documents import read_text
    from imagesim.studies.replaying.reading.files import read_stdin

    return read_stdin() if source == _STDIN else read_text(Path(source))
