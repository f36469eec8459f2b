"""The resources that arguments of kubectl name: `pods`, `po,deploy`, `pod web-0 web-1`, `pod/web-0 deploy/web`, `all`.

Models ResourceTypeOrNameArgs of k8s.io/cli-runtime/pkg/resource/builder.go, and the API's discovery: a kind answers to
its plural and its singular name, to its short names, and to each of these with its group.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from imagesim.rules.api import kinds
from imagesim.rules.api.kinds import KINDS, Kind
from imagesim.rules.golang.text import quote
from imagesim.rules.kubectl.errors import KubectlError

ALL = (
    kinds.POD,
    kinds.REPLICATION_CONTROLLER,
    kinds.DAEMON_SET,
    kinds.DEPLOYMENT,
    kinds.REPLICA_SET,
    kinds.STATEFUL_SET,
    kinds.CRON_JOB,
    kinds.JOB,
)
"""The kinds of the category `all`, in the order of kubectl; Services and autoscalers are not here."""

_NOT_APART = (
    "error: there is no need to specify a resource type as a separate argument when passing arguments in "
    "resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource "
    "resource/<resource_name>'"
)
_NO_RESOURCE = (
    'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported '
    "resources.",
    "",
    "error: Required resource not specified.",
)


class Request(NamedTuple):
    """What is asked for of one kind: the objects of these names, or with none of them all objects."""

    kind: Kind
    names: tuple[str, ...] = ()


def requests(arguments: Sequence[str]) -> list[Request]:
    """What the arguments after `get` ask for. KubectlError for what kubectl refuses."""
    if not arguments:
        raise KubectlError(*_NO_RESOURCE)
    if any("/" in argument for argument in arguments):
        return [_one_by_name(argument) for argument in arguments]
    types, *names = arguments
    found = [kind for type_ in types.split(",") for kind in _of_type(type_, named=bool(names))]
    return [Request(kind, tuple(names)) for kind in dict.fromkeys(found)]


def is_several(asked: Sequence[Request], arguments: Sequence[str]) -> bool:
    """Whether kubectl prints names with their kinds: `pod/web-0`."""
    return len({request.kind for request in asked}) > 1 or "all" in arguments[:1]


def _one_by_name(argument: str) -> Request:
    type_, _, name = argument.partition("/")
    if not _:
        raise KubectlError(_NOT_APART)
    if not type_ or not name or "/" in name:
        raise KubectlError("error: arguments in resource/name form may not have more than one slash")
    return Request(kind_named(type_), (name,))


def _of_type(type_: str, *, named: bool) -> Iterator[Kind]:
    if type_ == "all" and named:
        raise KubectlError("error: you may only specify a single resource type")
    if type_ == "all":
        yield from ALL
    elif type_:
        yield kind_named(type_)


def kind_named(text: str) -> Kind:
    """The kind of which kubectl's user speaks. KubectlError if the server has none of that name."""
    kind = _BY_WORD.get(text.lower())
    if kind is None:
        raise KubectlError(f"error: the server doesn't have a resource type {quote(text)}")
    return kind


def _words(kind: Kind) -> Iterator[str]:
    version = kind.api_version.rpartition("/")[2]
    for word in (kind.plural, kind.name.lower(), *kind.short_names):
        yield word
        if kind.group:
            yield f"{word}.{kind.group}"
            yield f"{word}.{version}.{kind.group}"


_BY_WORD = {word: kind for kind in KINDS for word in _words(kind)}
