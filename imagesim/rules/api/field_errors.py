"""The texts in which Kubernetes says what is wrong with a field.

Models k8s.io/apimachinery pkg/util/validation/field and pkg/api/validate/content, Kubernetes 1.36.2.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from imagesim.rules.golang.json_text import marshal
from imagesim.rules.golang.text import quote

_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_VALUE = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?"
_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_BAD_NAME = (
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    f"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{_NAME}')"
)
_BAD_VALUE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and "
    f"end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    f"'{_VALUE}')"
)
_BAD_LABEL = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with "
    f"an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{_LABEL}')"
)
_BAD_PREFIX = (
    "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
    "and must start and end with an alphanumeric character "
    f"(e.g. 'example.com', regex used for validation is '{_SUBDOMAIN}')"
)


def required(field: str, detail: str = "") -> str:
    """A field that is missing or empty."""
    return f"{field}: Required value" + (f": {detail}" if detail else "")


def invalid(field: str, value: str | Sequence[str], detail: str) -> str:
    """A value that breaks a rule. A list is shown as JSON."""
    shown = quote(value) if isinstance(value, str) else "[" + ",".join(marshal(item) for item in value) + "]"
    return f"{field}: Invalid value: {shown}: {detail}"


def duplicate(field: str, value: str) -> str:
    """A value that may occur once only."""
    return f"{field}: Duplicate value: {quote(value)}"


def not_supported(field: str, value: str, supported: Iterable[str], shown_by: Callable[[str], str] = quote) -> str:
    """A value that is not one of a few. Go shows a string in its own quotes, and a type made of one as JSON."""
    known = ", ".join(quote(item) for item in sorted(supported))
    return f"{field}: Unsupported value: {shown_by(value)}: supported values: {known}"


def forbidden(field: str, detail: str) -> str:
    """A field that may not be set here."""
    return f"{field}: Forbidden: {detail}"


def not_found(field: str, value: str) -> str:
    """A value that refers to something that is not there."""
    return f"{field}: Not found: {quote(value)}"


def aggregate(problems: Iterable[str]) -> str:
    """Several texts as one (apimachinery pkg/util/errors): each once, in brackets if there are more than one."""
    distinct = list(dict.fromkeys(problems))
    return distinct[0] if len(distinct) == 1 else f"[{', '.join(distinct)}]" if distinct else ""


def dns_label_problems(name: str) -> list[str]:
    """Why *name* is no RFC 1123 label, such as the name of a container."""
    problems = ["must be no more than 63 bytes"] if len(name.encode()) > 63 else []
    return problems if re.fullmatch(_LABEL, name) else [*problems, _BAD_LABEL]


def label_key_problems(key: str) -> list[str]:
    """Why *key* is no qualified name: a name of up to 63 characters, and a DNS subdomain and a slash before it."""
    prefix, slash, name = key.rpartition("/")
    if "/" in prefix:
        return [
            f"a valid label key {_BAD_NAME} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ]
    problems = _prefix_problems(prefix) if slash else []
    if not name:
        problems.append("name part must be non-empty")
    elif len(name.encode()) > 63:
        problems.append("name part must be no more than 63 bytes")
    if not re.fullmatch(_NAME, name):
        problems.append(f"name part {_BAD_NAME}")
    return problems


def label_value_problems(value: str) -> list[str]:
    """Why *value* is no value of a label: up to 63 characters, or nothing."""
    problems = ["must be no more than 63 bytes"] if len(value.encode()) > 63 else []
    return problems if re.fullmatch(_VALUE, value) else [*problems, _BAD_VALUE]


def _prefix_problems(prefix: str) -> list[str]:
    if not prefix:
        return ["prefix part must be non-empty"]
    problems = ["prefix part must be no more than 253 bytes"] if len(prefix.encode()) > 253 else []
    return problems if re.fullmatch(_SUBDOMAIN, prefix) else [*problems, _BAD_PREFIX]
