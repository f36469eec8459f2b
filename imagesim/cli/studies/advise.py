"""`imagesim advise`: what will go wrong with these manifests on these nodes, why, how to see it, how to mend it."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from imagesim.cli.options import Recursive, read_time
from imagesim.cli.terminal import say
from imagesim.rules.shown import gate
from imagesim.scenarios.reading.errors import ScenarioError

if TYPE_CHECKING:
    from imagesim.studies.advising.advice import Advice

_FOUND = 1
_ALL_REGISTRIES = "registries"

Files = Annotated[
    list[str],
    typer.Argument(metavar="FILES", help="Manifests and world documents: files, folders, shipped scenarios."),
]
Form = Literal["text", "json", "sarif", "github"]


def advise(
    files: Files,
    namespace: Annotated[
        str, typer.Option("--namespace", "-n", metavar="NAME", help="Look at objects of this namespace alone.")
    ] = "",
    ask_registries: Annotated[
        bool, typer.Option("--ask-registries", help="Hold every name against its registry, as the nodes would ask.")
    ] = False,
    timeout: Annotated[
        str, typer.Option(metavar="TIME", help="How long all answers of registries together may take.")
    ] = "1m",
    if_gone: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=NAME",
            help="Say which workloads survive what without it: registry=HOST, repository=HOST/PATH, tag=NAME:TAG, "
            "credential=NAMESPACE/SECRET, node=NAME, or registries for each of them. May be given several times.",
        ),
    ] = None,
    runs: Annotated[int, typer.Option(min=1, max=1000, help="Of --if-gone: how many seeds each question gets.")] = 5,
    ignore: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Leave out findings of this rule. Several times.")
    ] = None,
    least: Annotated[
        Literal["error", "warning", "note"], typer.Option("--severity", help="Leave out what is less than this.")
    ] = "note",
    form: Annotated[
        Form, typer.Option("--format", help="text; json; sarif for code scanners; github for annotations of a job.")
    ] = "text",
    every: Annotated[bool, typer.Option("--all", help="List every place, also where a rule has very many.")] = False,
    recursive: Recursive = False,
) -> None:
    """Find what will go wrong with images, before it does.

    Each finding says where, what, the fact behind it and its source, a command that shows it, and the change that mends
    it. Node configuration (NodePool documents) is looked at too; without any, three nodes of Kubernetes' defaults.

    --ask-registries reads the index or manifest of every name with the pods' and the nodes' logins, through the nodes'
    mirrors, and says what is absent, refused, rate limited, unreachable, or not there for the nodes' platform. It
    counts as one pull where a registry counts pulls. It needs the extra registry.

    --if-gone runs the simulation with the thing gone and without, and prints which workloads survive a restart, a
    scale-up, the loss of a node and a roll-out.

    The exit code is 0 if there is nothing to say, 1 with findings (or a workload that does not survive), 2 for a
    mistake, also where no object has an image.

    \b
    Examples:
      imagesim advise my-manifests/ world.yaml --ignore mutable-tag
      imagesim advise deployment.yaml -n default --format sarif
      imagesim advise deployment.yaml regcred.yaml --ask-registries
      imagesim advise moved-tag --if-gone registry=registry.example
    """
    if if_gone is not None:
        _survival(files, if_gone, form, namespace=namespace, recursive=recursive, runs=runs)
        return
    from imagesim.studies.advising.advice import advise as find

    advice = find(
        *files,
        recursive=recursive,
        namespace=namespace,
        ask_registries=ask_registries,
        ignore=ignore or (),
        least=least,
        timeout_s=read_time("--timeout", timeout),
    )
    _print(advice, form, every=every)
    if advice.findings:
        raise typer.Exit(_FOUND)


def _print(advice: "Advice", form: Form, *, every: bool) -> None:
    from imagesim.studies.advising.advice import ALL_RULES, printed

    match form:
        case "text":
            say(printed(advice, every=every))
        case "json":
            say(gate.as_json(advice.to_json_dict()))
        case "sarif":
            from imagesim.studies.advising.formats.sarif import sarif

            say(gate.as_json(sarif(advice.findings, ALL_RULES.values()), indent=2))
        case "github":
            from imagesim.studies.advising.formats.github import annotations

            if advice.findings:
                say(annotations(advice.findings))
            say(gate.line(advice.total), aside=True)


def _survival(files: list[str], wanted: list[str], form: Form, *, namespace: str, recursive: bool, runs: int) -> None:
    from imagesim.cli.progress import progress_bar
    from imagesim.studies.advising.formats.survival import survival_document, survival_text
    from imagesim.studies.advising.gone.survival import if_gone

    if form not in ("text", "json"):
        raise ScenarioError("has no form for --if-gone", field="--format", value=form, suggestion="write text or json")
    things = [] if _ALL_REGISTRIES in wanted else wanted
    with progress_bar(1.0) as progress:
        answers = if_gone(*files, things=things, recursive=recursive, namespace=namespace, runs=runs, progress=progress)
    say(gate.as_json(survival_document(answers)) if form == "json" else survival_text(answers))
    if not answers.all_survive:
        raise typer.Exit(_FOUND)
