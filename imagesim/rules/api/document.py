"""Reads a Kubernetes API document strictly: which kind it is, and whether its fields are those of that kind.

Models the strict JSON serializer of k8s.io/apimachinery (pkg/runtime/serializer/json) in Kubernetes 1.36.2 with the
kinds that the package of the credential provider plugins knows. The kind is looked for without regard to case, the
fields with it. A document that does not begin with `{` would be YAML, which is turned into JSON before it comes here.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from imagesim.rules.golang.json import JSONObject, JSONSyntaxError, JSONValue, kind, parse
from imagesim.rules.golang.json_text import field_named
from imagesim.rules.golang.strict_json import GoDecodeError, Struct, decode_strictly
from imagesim.rules.golang.text import quote

_SCHEME = "k8s.io/kubernetes/pkg/credentialprovider/plugin/plugin.go:69"


class Header(NamedTuple):
    """apiVersion and kind of a document, "" where one is missing."""

    api_version: str
    kind: str


class Decoded(NamedTuple):
    """A document of a known kind with its fields as texts, bools, lists and dicts."""

    header: Header
    fields: Mapping[str, Any]


def read_header(document: bytes | str) -> Header:
    """The apiVersion and the kind of *document*, or GoDecodeError."""
    return _header(_parsed(document))


def decode_document(
    document: bytes | str, kinds: Mapping[tuple[str, str], Struct], written: str | None = None
) -> Decoded:
    """*document* as one of *kinds*, which are keyed by apiVersion and kind. Raises GoDecodeError with Go's text.

    *written* is the YAML that the document was made from, if it was: what lacks a kind is shown as it was written.
    """
    shown = _text(document) if written is None else written
    value = _parsed(document)
    header = _header(value)
    if not header.kind:
        raise GoDecodeError(f"Object 'Kind' is missing in '{shown}'")
    if not header.api_version.rpartition("/")[2]:
        raise GoDecodeError(f"Object 'apiVersion' is missing in '{shown}'")
    go_type = kinds.get((header.api_version, header.kind))
    if go_type is None:
        what = f"no kind {quote(header.kind)} is registered for version {quote(header.api_version)}"
        raise GoDecodeError(f"{what} in scheme {quote(_SCHEME)}")
    return Decoded(header, decode_strictly(value, go_type) or {})


def _parsed(document: bytes | str) -> JSONValue:
    try:
        return parse(document)
    except JSONSyntaxError as error:
        raise _no_header(str(error)) from None


def _header(value: JSONValue) -> Header:
    texts = {"apiVersion": "", "kind": ""}
    if value is None:
        return Header("", "")
    if not isinstance(value, JSONObject):
        go_type = (
            'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'
        )
        raise _no_header(f"json: cannot unmarshal {kind(value)} into Go value of type {go_type}")
    problems = []
    for key, item in value.fields:
        name = field_named(key, texts)
        if name is None or item is None:
            continue
        if isinstance(item, str):
            texts[name] = item
        else:
            problems.append(f"json: cannot unmarshal {kind(item)} into Go struct field .{name} of type string")
    if problems:
        raise _no_header(problems[0])
    if texts["apiVersion"].count("/") > 1:
        raise GoDecodeError(f"unexpected GroupVersion string: {texts['apiVersion']}")
    return Header(texts["apiVersion"].removeprefix("/"), texts["kind"])


def _no_header(problem: str) -> GoDecodeError:
    return GoDecodeError(f"couldn't get version/kind; json parse error: {problem}")


def _text(document: bytes | str) -> str:
    return document if isinstance(document, str) else document.decode("utf-8", "replace")
