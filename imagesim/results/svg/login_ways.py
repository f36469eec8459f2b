"""Who brings which login to a pull: pod and node with what they have at the left, the registry's answers at the right.

A line for every login that the pull shows, in its turn; a dashed one, which ends before the registry, for every other.
"""

from collections.abc import Sequence
from typing import NamedTuple

from imagesim.results.explorers.logins import REFUSED, TAKEN, UNASKED, UNTOLD, HeldLogin, LoginReport
from imagesim.results.palette import GREEN, LIGHT_GREY, VERMILLION, Look
from imagesim.results.svg.canvas import SMALL, WIDTH, Canvas, shortened, text_width

_LOOKS = {
    TAKEN: Look(GREEN, "", TAKEN),
    REFUSED: Look(VERMILLION, "x", REFUSED),
    UNASKED: Look(LIGHT_GREY, "-", UNASKED),
    UNTOLD: Look(LIGHT_GREY, ".", UNTOLD),
}
_PLAIN = Look("#ffffff", "", "")
_HELD_END, _REGISTRY = 560.0, 660.0
_HEAD, _LINE, _GAP, _STRIPE = 30.0, 24.0, 10.0, 28.0
_MOST_LINES = 3


class _Start(NamedTuple):
    """Where a line begins, and the turn of its login; 0 for one that is not shown."""

    y: float
    turn: int
    anonymous: bool = False


def login_ways(report: LoginReport, answers: Sequence[str], *, asks: str, title: str = "The first pull") -> str:
    """Draw the logins of *report* and the registry's *answers* to them; *asks* says what kind of registry it is."""
    canvas = Canvas()
    canvas.text(0, 22, f"{title} of {shortened(report.repository, 500)}", bold=True)
    y, starts = _holders(canvas, report, 36.0)
    bottom = _registry(canvas, report, answers, asks, starts)
    return canvas.svg(max(y, bottom) + 4, _words(report, answers))


def _holders(canvas: Canvas, report: LoginReport, y: float) -> tuple[float, list[_Start]]:
    starts: list[_Start] = []
    for who, nothing, by_pod in (("The pod", "no Secret", True), ("Its node", "no login", False)):
        held = [login for login in report.held if login.by_pod is by_pod]
        canvas.text(0, y + 20, who if held else f"{who}: {nothing}", bold=bool(held))
        y += _HEAD
        for login in held:
            height = _held(canvas, y, login)
            starts.append(_Start(y + height / 2, login.turn))
            y += height + _GAP
    if not report.tried:
        y -= 0 if held else _HEAD  # beside the node, if it has nothing
        canvas.text(_HELD_END, y + 20, "so the pull is anonymous", anchor="end", bold=True)
        starts.append(_Start(y + 14, 1, anonymous=True))
        y += _HEAD
    return y, starts


def _held(canvas: Canvas, y: float, login: HeldLogin) -> float:
    """One box: where the login is, its key and user, and why it is not shown; returns its height."""
    why = [] if login.turn else _wrapped(f"Not shown: {login.why}", _HELD_END - 24)
    known = [f"key {login.key}"] if login.key else []
    lines = [*known, *([login.about] if login.about else []), *why]
    height = (1 + len(lines)) * _LINE + 12
    canvas.rect(1, y, _HELD_END - 1, height, _PLAIN, f"{login.place}: {login.why}")
    user = f", user {login.user or '(empty)'}" if login.key else ""
    canvas.text(12, y + 24, shortened(f"{login.place}{user}", _HELD_END - 24), bold=True)
    for place, line in enumerate(lines, 1):
        canvas.text(12, y + 24 + place * _LINE, shortened(line, _HELD_END - 24, SMALL), size=SMALL)
    return height


def _registry(
    canvas: Canvas, report: LoginReport, answers: Sequence[str], asks: str, starts: Sequence[_Start]
) -> float:
    """The registry with one box for each attempt, and the lines that lead there; returns where it ends."""
    width, box = WIDTH - _REGISTRY, 2 * _LINE + 12
    host = report.repository.partition("/")[0]
    canvas.text(_REGISTRY, 56, shortened(host, width), bold=True)
    canvas.text(_REGISTRY, 56 + _LINE, asks, size=SMALL)
    shown = dict(enumerate(report.tried, 1))
    ends = {}
    y = 56 + _LINE + 14
    for turn, answer in enumerate(answers, 1):
        ends[turn] = y + box / 2
        canvas.rect(_REGISTRY, y, width - 1, box, _PLAIN, f"{turn}. {answer}")
        canvas.rect(_REGISTRY, y, _STRIPE, box, _LOOKS[answer], answer)
        who = shown[turn].place if turn in shown else "no login"
        canvas.text(_REGISTRY + _STRIPE + 10, y + 25, shortened(f"{turn}. {who}", width - _STRIPE - 12), bold=True)
        canvas.text(_REGISTRY + _STRIPE + 10, y + 25 + _LINE, answer, size=SMALL)
        y += box + _GAP
    for start in starts:
        if not start.turn:
            _stopped(canvas, start.y)
        elif start.anonymous:
            _elbow(canvas, start.y, ends[start.turn])
        else:
            reached = answers[start.turn - 1] != UNASKED
            _arrow(canvas, start.y, ends[start.turn], "#333" if reached else "#999", "" if reached else "3 6")
    return y


def _stopped(canvas: Canvas, y: float) -> None:
    end = _HELD_END + 50
    canvas.line(_HELD_END, y, end, y, 3, "#999", "12 8")
    canvas.line(end, y - 9, end + 18, y + 9, 4, VERMILLION)
    canvas.line(end, y + 9, end + 18, y - 9, 4, VERMILLION)


def _arrow(canvas: Canvas, y1: float, y2: float, colour: str, dashes: str) -> None:
    knee = _REGISTRY - 17
    canvas.line(_HELD_END, y1, _HELD_END + 14, y1, 3, colour, dashes)
    canvas.line(_HELD_END + 14, y1, knee, y2, 3, colour, dashes)
    _tip(canvas, knee, y2, colour, dashes)


def _elbow(canvas: Canvas, y1: float, y2: float) -> None:
    """An arrow that keeps clear of what stops before the registry."""
    knee = _REGISTRY - 17
    canvas.line(_HELD_END + 6, y1, knee, y1, 3)
    canvas.line(knee, y1, knee, y2, 3)
    _tip(canvas, knee, y2, "#333", "")


def _tip(canvas: Canvas, knee: float, y: float, colour: str, dashes: str) -> None:
    tip = _REGISTRY - 3
    canvas.line(knee, y, tip, y, 3, colour, dashes)
    canvas.line(tip - 11, y - 8, tip, y, 3, colour)
    canvas.line(tip - 11, y + 8, tip, y, 3, colour)


def _wrapped(text: str, room: float) -> list[str]:
    """*text* in lines that fit; what is too long for _MOST_LINES ends in dots."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, SMALL) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > _MOST_LINES:
        lines[_MOST_LINES - 1] += " …"
    return lines[:_MOST_LINES]


def _words(report: LoginReport, answers: Sequence[str]) -> str:
    said = [
        f"{login.place}, key {login.key or '(none)'}: "
        + (f"shown as number {login.turn}" if login.turn else f"not shown, {login.why}")
        for login in report.held
    ]
    heard = ", ".join(f"{turn}. {answer}" for turn, answer in enumerate(answers, 1))
    return f"Logins for {report.repository}. {'; '.join(said) or 'There is none'}. The registry, in order: {heard}."
