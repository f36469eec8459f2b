"""The lab of the lesson *Who may pull*: a pull secret as kubectl makes it, an image, and what comes of the two.

The password that somebody types here may be a real one. It goes into a Secret whose content becomes a stand-in before
anything is simulated, and it is never part of the view, of a text of this lab, or of the state of a widget: the control
sends it as a message, so a stored notebook cannot hold it (controls.Password).
"""

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imagesim.labs.controls import HIDDEN, dropdown, password, radio, text
from imagesim.labs.lab import Lab
from imagesim.labs.notebook import in_notebook
from imagesim.labs.view import LabTable, View
from imagesim.results.explorers.matching import MatchReport, match
from imagesim.results.explorers.names import NameReport, describe_name
from imagesim.results.explorers.secrets import make_secret, server_notes
from imagesim.results.result import Result, simulate
from imagesim.rules.credentials.docker_config import DockerConfigEntry
from imagesim.rules.credentials.key_matching import KUBELET
from imagesim.rules.credentials.secret_value import SecretValue
from imagesim.rules.shown.secret_texts import without_user
from imagesim.scenarios.files.docker_configs import DockerConfigSource
from imagesim.scenarios.loading import load

if TYPE_CHECKING:
    from imagesim.labs.notebook.lab_widget import LabWidget

USER, PASSWORD = "alice", "open-sesame"
PASSWORD_ASKED, TOKEN_ASKED, PUBLIC = "private (Basic)", "private (Bearer)", "public"
_WORLD = {"apiVersion": "imagesim/v1"}
_UNUSED = "unused.invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the controls say. The representation of the password is its stand-in."""

    server: str
    user: str
    password: SecretValue
    email: str
    image: str
    registry: str
    rule: str


def form(*, password: str, **texts: str) -> Form:
    """The form, of the controls' values."""
    return Form(password=SecretValue(password), **texts)


def matched(filled: Form) -> MatchReport:
    """Which rule lets the Secret's key fit the image, and why."""
    entry = DockerConfigEntry(registry=filled.server, username=filled.user, password=filled.password)
    source = DockerConfigSource(place="the Secret", config=(entry,))
    return match(filled.image, [source], rule=filled.rule)


def run(filled: Form) -> Result:
    """One pod that lists the Secret, on one node, and a registry that knows one user. The name must be valid."""
    name = describe_name(filled.image)
    # The engine's kubelets follow their own rule, so under the other one the key is put as the one that they read.
    server = filled.server
    if filled.rule != KUBELET.name:
        server = f"{name.registry}/{name.repository}" if matched(filled).attempts else _UNUSED
    secret = make_secret(
        "regcred", username=filled.user, password=filled.password, server=server, email=filled.email
    ).manifest
    return simulate(load(_pod(filled.image), secret, *_world(name, filled.registry)))


def _pod(image: str) -> dict[str, Any]:
    spec = {"containers": [{"name": "web", "image": image}], "imagePullSecrets": [{"name": "regcred"}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}


def _world(name: NameReport, registry: str) -> list[dict[str, Any]]:
    held = {"images": ["app"]} if name.digest else {"tags": {name.tag or "latest": "app"}}
    asks = {
        "auth": "basic" if registry == PASSWORD_ASKED else "bearer",
        "users": [{"name": USER, "password": PASSWORD}],
    }
    closed = {} if registry == PUBLIC else {"access": [{"repository": "*", "users": [USER]}]}
    repositories = {"repositories": {name.repository: held}}
    content = {"layers": ["30Mi"], **({"digest": name.digest} if name.digest else {})}
    return [
        {**_WORLD, "kind": "Registry", "metadata": {"name": name.registry}, "spec": asks | closed | repositories},
        {**_WORLD, "kind": "Image", "metadata": {"name": "app"}, "spec": content},
        {**_WORLD, "kind": "NodePool", "metadata": {"name": "node"}, "spec": {"count": 1}},
        {**_WORLD, "kind": "Simulation", "metadata": {"name": "who-may-pull"}, "spec": {"duration": "5s"}},
    ]


def draw(**controls: str) -> View:
    """A sentence, the key, the two rules, what the registry was asked and answered."""
    filled = form(**controls)
    make_secret("regcred", username=filled.user, password=filled.password, server=filled.server)  # or kubectl's words
    report = matched(filled)
    if report.error:
        return View(
            sentence="The node refuses this name, so no key is looked at.",
            tables=(_key(filled),),
            command=_commands(filled),
        )
    pull = (result := run(filled)).records.pulls[0]
    asked: list[tuple[object, ...]] = [(row.method, row.object, row.status) for row in result.records.requests]
    worked = pull.outcome == "Pulled"
    return View(
        sentence=_sentence(filled, used=bool(report.attempts), worked=worked),
        tables=(
            _key(filled),
            LabTable(("rule", "fits?", "why"), [row[2:] for row in report.rows()], "Does the key fit the image?"),
            LabTable(
                ("method", "object", "answer"), asked[: pull.requests], "What the registry was asked by the first pull"
            ),
        ),
        notes=(
            *report.remarks(),
            *server_notes(filled.server),
            *(() if worked else (f"The container waits with ErrImagePull: {pull.error}",)),
        ),
        command=_commands(filled),
    )


def _sentence(filled: Form, *, used: bool, worked: bool) -> str:
    if used:
        key = f"The key fits, so the pull shows {filled.user}'s login"
    else:
        key = "The key does not fit, so the pull is anonymous"
    if worked:
        return f"{key}, and the registry hands the image out."
    return f"{key}, and the registry refuses it." + (
        " Without the Secret it would not." if _harms(filled, used) else ""
    )


def _harms(filled: Form, used: bool) -> bool:
    """A login that is refused where nobody has to log in."""
    return used and filled.registry == PUBLIC


def _key(filled: Form) -> LabTable:
    read_as = KUBELET.read(filled.server)
    rows: list[tuple[object, ...]] = [
        ("server, which becomes the key", without_user(filled.server)),
        ("the key as the kubelet reads it", "(ignored)" if read_as is None else without_user(read_as)),
        ("user", filled.user),
        ("password", HIDDEN),
        ("email", filled.email or "(none)"),
    ]
    return LabTable(("field", "in the Secret"), rows, "The Secret regcred")


def _commands(filled: Form) -> tuple[str, ...]:
    fields = {"server": without_user(filled.server), "username": filled.user, "email": filled.email}
    options = " ".join(f"--docker-{name}={shlex.quote(value)}" for name, value in fields.items() if value)
    return (
        f"imagesim secret docker-registry regcred {options} --docker-password=- > regcred.yaml",
        f"imagesim match regcred.yaml --image {shlex.quote(filled.image)} --rule {filled.rule}",
    )


LAB = Lab(
    name="who-may-pull",
    title="Who may pull",
    task="change the server to *.example. Does the key still fit, and by which of the two rules?",
    controls={
        "server": text(
            "Server",
            "registry.example",
            hint="--docker-server: the registry, or a key with a star",
            shown=without_user,
        ),
        "user": text("User", USER, hint=f"the registry knows {USER}, and nobody else"),
        "password": password("Password", PASSWORD, hint="the one that is set is the right one; type another"),
        "email": text("Email", "", hint="kubectl asks for it; nobody reads it"),
        "image": text("Image", "registry.example/team/app:v1"),
        "registry": dropdown("The image's registry", [TOKEN_ASKED, PASSWORD_ASKED, PUBLIC]),
        "rule": radio("Keys fit", ["kubelet", "documented"], hint="as the kubelet does it, or as the page says"),
    },
    draw=draw,
)


def lab(code: str = "") -> "LabWidget":
    """The lab, ready to be shown as the last value of a cell."""
    return in_notebook(LAB, code)
