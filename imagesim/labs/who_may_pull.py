"""The lab of the lesson *Who may pull*: a login in one of the places for it, an image, and what comes of the two.

The password that somebody types here may be a real one. It goes into a Secret, or into what a node has, whose content
becomes a stand-in before anything is simulated, and it is never part of the view, of a text of this lab, or of the
state of a widget: the control sends it as a message, so a stored notebook cannot hold it (controls.Password).
"""

import shlex
from typing import TYPE_CHECKING, Any, NamedTuple

from imagesim.engine.records import PullRecord
from imagesim.labs.controls import HIDDEN, dropdown, password, radio, slider, text
from imagesim.labs.lab import Drag, Lab
from imagesim.labs.login_documents import (
    ACCOUNT,
    EMPTY,
    EMPTY_CONFIG,
    IMPORTED,
    KUBECTL,
    MENDING_EVENTS,
    NODE_FILE,
    NOWHERE,
    OLD_TYPE,
    OTHERS,
    PASSWORD,
    PASSWORD_ASKED,
    PLUGIN,
    PUBLIC,
    SECRET,
    TOKEN_ASKED,
    USER,
    VENDOR,
    WAYS,
    Form,
    documents,
)
from imagesim.labs.login_sentences import delay, first_pull_sentence, mended_sentence
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import LabTable, Number, View
from imagesim.results import svg
from imagesim.results.explorers.logins import LoginReport, logins_of
from imagesim.results.explorers.matching import MatchReport, match
from imagesim.results.explorers.secrets import make_secret, server_notes
from imagesim.results.result import Result, simulate
from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.ignored_credentials import ignored_credentials
from imagesim.rules.credentials.key_matching import KUBELET, MATCHING_RULES
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.shown.secret_texts import without_user
from imagesim.scenarios.files.docker_configs import DockerConfigSource
from imagesim.scenarios.loading import load
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.values.scenario import Scenario

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

_UNUSED = "unused.invalid"

_BY_THE_PAGE = "All that is shown here is by the rule of Kubernetes' page, which no kubelet follows."


class Tried(NamedTuple):
    """What was simulated, its first pull, and who brought which login to it."""

    result: Result
    pull: PullRecord
    logins: LoginReport


def form(*, password: str, **texts: Any) -> Form:
    """The form, of the controls' values."""
    return Form(password=SecretValue(password), **texts)


def matched(filled: Form) -> MatchReport:
    """Which rule lets the login's key fit the image, and why."""
    entry = DockerConfigEntry(registry=filled.server, username=filled.user, password=filled.password)
    source = DockerConfigSource(place="the Secret", config=(entry,))
    return match(filled.image, [source], rule=filled.rule)


def run(filled: Form) -> Tried:
    """One pod on one node, and a registry that knows one user. The name must be valid."""
    result, typed = simulate(simulated(filled)), load(*documents(filled))
    pull = result.records.pulls[0]
    return Tried(result, pull, logins_of(typed, result.records, pull, rule=MATCHING_RULES[filled.rule]))


def simulated(filled: Form) -> Scenario:
    """What is simulated. The name must be valid.

    The engine's kubelets follow their own rule, so for the other one each key is put as they would read what it means.
    """
    by_kubelet = filled.rule == KUBELET.name
    return load(*documents(filled, str if by_kubelet else lambda key: _as_meant(filled, key)))


def scenario(**controls: Any) -> Scenario:
    """The lab's world with what the controls say; nothing of the password but its stand-in is in it.

    ScenarioError for a name that no node takes.
    """
    filled = form(**controls)
    error = matched(filled).error
    if error:
        raise ScenarioError(f"runs nowhere: {error}", field="Image", value=without_user(filled.image))
    return simulated(filled)


def _as_meant(filled: Form, key: str) -> str:
    """A key that the kubelet takes for what the chosen rule makes of *key*; the longest one stays the longest."""
    if key == filled.repository:
        return key
    return filled.repository.partition("/")[0] if matched(filled).attempts else _UNUSED


def draw(**controls: Any) -> View:
    """A sentence, who brings which login, time if it is mended; the key, the rules, what the registry was asked."""
    filled = form(**controls)
    if filled.way in (KUBECTL, ACCOUNT):
        make_secret(SECRET, username=filled.user, password=filled.password, server=filled.server)  # or kubectl's words
    report = matched(filled)
    if report.error:
        refused = "The node refuses this name, so no key is looked at."
        return View(sentence=refused, tables=_own_tables(filled), command=_commands(filled))
    result, pull, logins = run(filled)
    records = result.records
    asked: list[tuple[object, ...]] = [(row.method, row.object, row.status) for row in records.requests]
    asking = LabTable(
        ("method", "object", "answer"), asked[: pull.requests], "What the registry was asked by the first pull"
    )
    mended = filled.mended_min > 0
    return View(
        sentence=mended_sentence(filled, records) if mended else first_pull_sentence(filled, pull, logins),
        run=result if mended else None,
        still=lambda: svg.states(records.states, **result.known) if mended else "",
        pictures=(svg.login_ways(logins, logins.answers(pull), asks=filled.registry),),
        numbers=_numbers(filled, result),
        tables=(*_own_tables(filled, report), asking),
        notes=(*_notes(filled, report), *_waiting(pull)),
        command=_commands(filled),
    )


def _numbers(filled: Form, result: Result) -> tuple[Number, ...]:
    records = result.records
    numbers = [Number("requests of the first pull", records.pulls[0].requests)]
    if filled.mended_min:
        delay_s = delay(filled, records)
        numbers.append(Number("pulls that failed", sum(row.outcome == "Failed" for row in records.pulls)))
        numbers.append(Number("seconds from mended to Ready", None if delay_s is None else max(0, round(delay_s))))
    return tuple(numbers)


def _own_tables(filled: Form, report: MatchReport | None = None) -> tuple[LabTable, ...]:
    """What was typed, and what the rules say of its key; nothing if it is nowhere."""
    if filled.way == NOWHERE:
        return ()
    if report is None:
        return (_key(filled),)
    rows = [row[2:] for row in report.rows()]
    return (_key(filled), LabTable(("rule", "fits?", "why"), rows, "Does the key fit the image?"))


def _notes(filled: Form, report: MatchReport) -> tuple[str, ...]:
    if filled.way == NOWHERE:
        return ()
    differs = report.remarks()
    by_the_page = (_BY_THE_PAGE,) if differs and filled.rule != KUBELET.name else ()
    notes = (*by_the_page, *differs, *server_notes(filled.server))
    return (*notes, *ignored_credentials(*EMPTY_CONFIG)) if filled.way == EMPTY else notes


def _waiting(pull: PullRecord) -> tuple[str, ...]:
    return () if pull.outcome == "Pulled" else (f"The container waits with ErrImagePull: {pull.error}",)


def _key(filled: Form) -> LabTable:
    read_as = KUBELET.read(filled.server)
    stored = "(not in the file: in the laptop's credential store)" if filled.way == EMPTY else ""
    rows: list[tuple[object, ...]] = [
        ("server, which becomes the key", without_user(filled.server)),
        ("the key as the kubelet reads it", "(ignored)" if read_as is None else without_user(read_as)),
        ("user", stored or filled.user),
        ("password", stored or HIDDEN),
    ]
    if filled.way in (KUBECTL, ACCOUNT):
        rows.append(("email", filled.email or "(none)"))
    return LabTable(("field", "what it says"), rows, f"The login in {filled.way}")


def _commands(filled: Form) -> tuple[str, ...]:
    image = f"--image {shlex.quote(filled.image)} --rule {filled.rule}"
    match_secret = f"imagesim match regcred.yaml {image}"
    if filled.way in (IMPORTED, EMPTY, OLD_TYPE):
        file = "~/.dockercfg" if filled.way == OLD_TYPE else "~/.docker/config.json"
        return (f"imagesim secret import {file} regcred > regcred.yaml", match_secret)
    if filled.way == NODE_FILE:
        return (f"imagesim match config.json {image}",)
    if filled.way in (PLUGIN, VENDOR):
        return (f"imagesim run private-{'provider-plugin' if filled.way == PLUGIN else 'vendor-hook'}",)
    if filled.way == NOWHERE:
        return (f"imagesim image parse {shlex.quote(filled.image)}",)
    fields = {"server": without_user(filled.server), "username": filled.user, "email": filled.email}
    options = " ".join(f"--docker-{name}={shlex.quote(value)}" for name, value in fields.items() if value)
    made = f"imagesim secret docker-registry regcred {options} --docker-password=- > regcred.yaml"
    patch = """kubectl patch serviceaccount default -p '{"imagePullSecrets": [{"name": "regcred"}]}'"""
    return (made, *((patch,) if filled.way == ACCOUNT else ()), match_secret)


LAB = Lab(
    name="who-may-pull",
    title="Who may pull",
    task="change the server to *example. Does the key still fit, and by which of the two rules?",
    controls={
        "way": dropdown("The login is in", WAYS),
        "other": dropdown("The pod also lists", OTHERS),
        "server": text("Server", "registry.example", hint="the registry, or a key with a star", shown=without_user),
        "image": text("Image", "registry.example/team/app:v1"),
        "user": text("User", USER, hint=f"the registry knows {USER}, and nobody else"),
        "registry": dropdown("The image's registry", [TOKEN_ASKED, PASSWORD_ASKED, PUBLIC]),
        "password": password("Password", PASSWORD, hint="the one that is set is the right one; type another"),
        "rule": radio("Keys fit", ["kubelet", "documented"], hint="as the kubelet does it, or as the page says"),
        "email": text("Email", "", hint="kubectl asks for it; nobody reads it"),
        "mended_min": slider("Wrong until minute", 0, 0, 20, unit="min", hint="0: right from the start"),
    },
    draw=draw,
    drags=tuple(Drag(control="mended_min", event=event, least=1) for event in MENDING_EVENTS),
    scenario=scenario,
)


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
