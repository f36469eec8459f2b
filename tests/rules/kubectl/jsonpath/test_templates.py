"""kubectl's JSONPath: the examples of its documentation, and what client-go's own tests hold it to."""

from typing import Any

import pytest

from imagesim.rules.kubectl.jsonpath.nodes import JSONPathError
from imagesim.rules.kubectl.jsonpath.printing import printed, relaxed

DOCUMENT: dict[str, Any] = {
    "kind": "List",
    "items": [
        {
            "kind": "None",
            "metadata": {"name": "127.0.0.1", "labels": {"kubernetes.io/hostname": "127.0.0.1"}},
            "status": {"capacity": {"cpu": "4"}, "addresses": [{"type": "LegacyHostIP", "address": "127.0.0.1"}]},
        },
        {
            "kind": "None",
            "metadata": {"name": "127.0.0.2"},
            "status": {
                "capacity": {"cpu": "8"},
                "addresses": [
                    {"type": "LegacyHostIP", "address": "127.0.0.2"},
                    {"type": "another", "address": "127.0.0.3"},
                ],
            },
        },
    ],
    "users": [{"name": "myself", "user": {}}, {"name": "e2e", "user": {"username": "admin", "password": "secret"}}],
    "counts": [1, 2, 3, 4, 5],
    "ready": True,
    "empty": [],
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("kind is {.kind}", "kind is List"),
        ("{.kind}", "List"),
        ("{['kind']}", "List"),
        ("{$.kind}{@.kind}", "ListList"),
        ("{..name}", "127.0.0.1 127.0.0.2 myself e2e"),
        ("{.items[*].metadata.name}", "127.0.0.1 127.0.0.2"),
        ("{.users[0].name}", "myself"),
        ("{.items[*]['metadata.name', 'status.capacity']}", '127.0.0.1 127.0.0.2 {"cpu":"4"} {"cpu":"8"}'),
        ('{.users[?(@.name=="e2e")].user.password}', "secret"),
        ("{.users[?(@.name=='e2e')].user.password}", "secret"),
        ("{.users[?(@.name!='e2e')].name}", "myself"),
        ("{.users[?(@.user.username)].name}", "e2e"),
        ("{.counts[?(@>3)]}{.counts[?(@<=1)]}", "4 51"),
        ("{.items[?(@.status.capacity.cpu>='5')].metadata.name}", "127.0.0.2"),
        ("{range .items[*]}[{.metadata.name}, {.status.capacity}] {end}",
         '[127.0.0.1, {"cpu":"4"}] [127.0.0.2, {"cpu":"8"}] '),
        ("{range .items[*]}{.metadata.name}{'\\t'}{end}", "127.0.0.1\t127.0.0.2\t"),
        ('{range .items[*]}{.metadata.name}{"\\n"}{end}', "127.0.0.1\n127.0.0.2\n"),
        ("{range .items[*]}{range .status.addresses[*]}{.address},{end};{end}!",
         "127.0.0.1,;127.0.0.2,127.0.0.3,;!"),
        ("{range .empty[*]}{.x}{range .y[*]}{.z}{end}-{end}after", "after"),
        (r"{.items[0].metadata.labels.kubernetes\.io/hostname}", "127.0.0.1"),
        (r"{.items[0].metadata.labels['kubernetes\.io/hostname']}", "127.0.0.1"),
        ("{.counts[0]}{.counts[-1]}{.counts[1:3]}{.counts[3:]}{.counts[:2]}", "152 34 51 2"),
        ("{.counts[0:5:2]}|{.counts[-2:]}|{.counts[2:2]}", "1 3 5|4 5|"),
        ("{.counts[0,2]}", "1 3"),
        ("{.ready} {.nothing.at.all}{.empty}", "true []"),
        ("{.users[0].*}", "myself {}"),
        ("{'it''s'}{\"a\\\"b\"}{'\\x41\\u00e9'}", "sa\"bA\u00e9"),
    ],
)  # fmt: skip
def test_what_a_template_prints(template: str, text: str) -> None:
    assert printed(template, DOCUMENT) == text


@pytest.mark.parametrize(
    ("template", "mistake"),
    [
        ("{.kind", "unclosed action"),
        ("{.counts[}", "unterminated array"),
        ("{.counts[a]}", "invalid array index a"),
        ("{.counts[-]}", "array index - is not a number"),
        ("{.counts[9]}", "array index out of bounds: index 9, length 5"),
        ("{.counts[0:9]}", "array index out of bounds: index 8, length 5"),
        ("{.counts[3:1]}", "starting index 3 is greater than ending index 1"),
        ("{.counts[0:4:0]}", "step must be > 0"),
        ("{.kind[0]}", "string is not array or slice"),
        ("{.users[0][0]}", "map[string]interface {} is not array or slice"),
        ("{.kind[?(@.a)]}", "string is not array or slice and cannot be filtered"),
        ("{.users[?(@.name==1)]}", "incompatible types for comparison"),
        ("{.users[?(@.user==1)]}", "invalid type for comparison"),
        ("{.users[?(@.name=<'e')]}", "unrecognized filter operator =<"),
        ("{.users[?(@.name=='e2e']}", "unterminated filter"),
        ("{.users[?(@.name=='e2e')}", "unclosed array expect ]"),
        ("{.items[?(@.status.addresses[*].type=='x')]}", "can only compare one element at a time"),
        ("{....a}", "invalid multiple recursive descent"),
        ("{'abc}", "unterminated quoted string"),
        ("{'a\\q'}", r"unquote string 'a\\q' error invalid syntax"),
        ("{5.5.5}", "cannot parse number 5.5.5"),
        ("{*}", "unrecognized character in action"),
        ("{hello}", "unrecognized identifier hello"),
        ("{end}", "not in range, nothing to end"),
    ],
)
def test_what_cannot_be_read_or_does_not_fit(template: str, mistake: str) -> None:
    with pytest.raises(JSONPathError) as told:
        printed(template, DOCUMENT)
    assert str(told.value).startswith(mistake.replace("\\\\", "\\"))


@pytest.mark.parametrize("expression", ["metadata.name", ".metadata.name", "{metadata.name}", "{.metadata.name}"])
def test_a_path_may_be_written_in_four_ways(expression: str) -> None:
    assert relaxed(expression) == "{.metadata.name}"


@pytest.mark.parametrize("expression", ["{.metadata", "}", "{}", "{.a}{.b}"])
def test_what_is_no_path_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="unexpected path string"):
        relaxed(expression)
