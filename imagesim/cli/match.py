"""`imagesim match`: which credentials of a docker config a kubelet tries for an image, and why."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from imagesim.cli.terminal import say
from imagesim.rules.shown import gate
from imagesim.rules.versions import DEFAULT_KUBERNETES, KubernetesBehaviour, kubernetes
from imagesim.scenarios.reading.errors import ScenarioError

_NONE_FOUND = 1


def match(
    configs: Annotated[
        list[Path],
        typer.Argument(metavar="CONFIG", help="A docker config.json, a .dockercfg, or a manifest with Secrets."),
    ],
    image: Annotated[list[str], typer.Option(metavar="NAME", help="The image. May be given several times.")],
    rule: Annotated[
        Literal["kubelet", "documented"],
        typer.Option(help="Match as the kubelet does, or as the Kubernetes page says."),
    ] = "kubelet",
    version: Annotated[
        str, typer.Option("--kubernetes", metavar="VERSION", help="The kubelet's version.")
    ] = DEFAULT_KUBERNETES,
) -> None:
    """Say which credentials a kubelet tries for an image, in which order, and why.

    Secrets count as what a pod lists in imagePullSecrets, in this order; a config.json or a .dockercfg as the node's
    own. Passwords are never printed; equal ones have equal stand-ins. Each key is explained under both rules, the
    kubelet's and the documentation's. The exit code is 0 if the chosen rule finds a credential for every image, 1 if
    not.

    \b
    Examples:
      imagesim match config.json --image registry.example/shop/web:v1
      imagesim match regcred.yaml config.json --image registry.example/shop/web --rule documented
    """
    from imagesim.results.explorers.matching import match as explore
    from imagesim.scenarios.files.docker_configs import read_docker_configs

    behaviour = _behaviour(version)
    sources = [source for path in configs for source in read_docker_configs(path, _hint(behaviour))]
    reports = [explore(name, sources, rule=rule, version=behaviour.version) for name in image]
    say(gate.stacked((report.text() for report in reports), apart=1))
    notes = [f"  {source.place}: {note}" for source in sources for note in source.notes]
    if sum(source.secret is None for source in sources) > 1:
        notes.append("  A kubelet reads one docker config of its node, the first that it finds; here all are read.")
    if notes:
        say(gate.lines(["", "Note:", *notes]))
    if not all(report.attempts for report in reports):
        raise typer.Exit(_NONE_FOUND)


def _behaviour(version: str) -> KubernetesBehaviour:
    try:
        return kubernetes(version)
    except ValueError as error:
        raise ScenarioError(str(error), field="--kubernetes") from None


def _hint(behaviour: KubernetesBehaviour) -> str:
    """What becomes of a pod that lists such a Secret."""
    if behaviour.keyring_error_counts_as_pull_error:
        return f"in a Secret, Kubernetes {behaviour.version} makes this text an ErrImagePull, with back-off"
    return f"in a Secret, Kubernetes {behaviour.version} shows this text as the waiting reason, without a pull"
