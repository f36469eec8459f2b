"""A line for kubectl, as one types it: `get pods -o wide`, `describe pod web-`, `events --types Warning`."""

import argparse
import shlex
from collections.abc import Sequence
from typing import NoReturn

from imagesim.results.api.objects import ApiObjects
from imagesim.results.kubectl.describe import describe
from imagesim.results.kubectl.events import WantedEvents, events
from imagesim.results.kubectl.get import Printout, Wanted, get
from imagesim.results.kubectl.human import Layout
from imagesim.results.kubectl.selecting import Chosen
from imagesim.rules.kubectl.errors import KubectlError
from imagesim.rules.shown import gate
from imagesim.rules.units import Seconds
from imagesim.rules.versions import DEFAULT_KUBERNETES

COMMANDS = ("get", "describe", "events")


def printed(
    text: str, objects: ApiObjects, now: Seconds, namespace: str, version: str = DEFAULT_KUBERNETES
) -> Printout:
    """What kubectl prints of the line *text* at *now*, the end of the run; a `kubectl` before it may be left out.

    *namespace* is the one to look in where the line names none, *version* that of kubectl. What kubectl refuses is in
    the Printout, too. Nothing else is beside it: who reads what kubectl says finds out what it means.
    """
    try:
        return _printed(_words(text), objects, now, namespace, version)
    except KubectlError as mistake:
        return Printout(gate.NOTHING, mistake.args, failed=True)


def _printed(words: Sequence[str], objects: ApiObjects, now: Seconds, namespace: str, version: str) -> Printout:
    command, *rest = words or [""]
    if command not in COMMANDS:
        raise KubectlError(f'error: unknown command "{command}" for "kubectl"; here are {", ".join(COMMANDS)}')
    given = _parser(command).parse_args(rest)
    where = None if given.all_namespaces else given.namespace or namespace
    if command == "events":
        types = [each for part in given.types for each in part.split(",")]
        return events(objects, now, WantedEvents(where, given.about, types, given.output, not given.no_headers))
    if command == "describe":
        return describe(objects, now, given.arguments, Chosen(where, given.selector), version, notes=False)
    keys = tuple(each for part in given.label_columns for each in part.split(","))
    layout = Layout(labels=given.show_labels, label_columns=keys, headers=not given.no_headers)
    chosen = Chosen(where, given.selector, given.field_selector)
    return get(objects, now, given.arguments, chosen, Wanted(given.output, given.sort_by, layout))


def _words(text: str) -> Sequence[str]:
    try:
        words = shlex.split(text)
    except ValueError as mistake:  # a quote that is not closed
        raise KubectlError(f"error: {mistake}") from None
    return words[1:] if words[:1] == ["kubectl"] else words


class _LineParser(argparse.ArgumentParser):
    """Says of flags what kubectl says, or near it."""

    def error(self, message: str) -> NoReturn:
        raise KubectlError(f"error: {message}", f"See 'kubectl {self.prog} --help' for usage.")


def _parser(command: str) -> argparse.ArgumentParser:
    parser = _LineParser(prog=command, add_help=False, allow_abbrev=False)
    parser.add_argument("-n", "--namespace", default="")
    parser.add_argument("-A", "--all-namespaces", action="store_true")
    if command != "events":
        parser.add_argument("arguments", nargs="*")
        parser.add_argument("-l", "--selector", default="")
    if command != "describe":
        parser.add_argument("-o", "--output", default="")
        parser.add_argument("--no-headers", action="store_true")
    if command == "get":
        parser.add_argument("--field-selector", default="")
        parser.add_argument("--sort-by", default="")
        parser.add_argument("--show-labels", action="store_true")
        parser.add_argument("-L", "--label-columns", action="append", default=[])
    if command == "events":
        parser.add_argument("--for", dest="about", default="")
        parser.add_argument("--types", action="append", default=[])
    return parser
