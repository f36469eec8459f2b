import pytest

from imagesim.scenarios.reading.documents import open_list, parse
from imagesim.scenarios.reading.errors import ScenarioError

YAML = """\
kind: List
apiVersion: v1
items:
- kind: Pod
  metadata:
    managedFields:
    - manager: kubectl
    name: a
"""


def test_a_line_is_found_although_it_was_read_without_lines() -> None:
    (listed,) = parse(YAML)
    (pod,) = open_list(listed)
    assert pod.line(("metadata", "name")) == 8
    assert pod.line(("metadata", "missing")) == 5
    assert pod.value["metadata"] == {"name": "a"}


def test_json_has_lines_too() -> None:
    first, second = parse('{"kind": "Pod"}'), parse('{\n "kind": "Pod",\n "spec": {\n  "nodeName": 3}}')
    assert first[0].line(("kind",)) == 1
    assert second[0].line(("spec", "nodeName")) == 4


def test_values_that_only_json_can_read_have_none() -> None:
    documents = parse('{"kind": "Pod"}\n{"kind": "Pod"}')
    assert [document.line() for document in documents] == [None, None]


def test_a_mistake_in_what_was_read_quickly_has_its_line() -> None:
    with pytest.raises(ScenarioError, match=r"^x.yaml:5: .*not valid YAML"):
        parse("a: 1\n---\nb:\n  - c: [1\n", "x.yaml")
    with pytest.raises(ScenarioError, match=r"^x.json:2: the key 'a' stands twice"):
        parse('{"a": 1,\n "a": 2}', "x.json")
    with pytest.raises(ScenarioError, match=r"^x.yaml:3: a list is not a Kubernetes object"):
        parse("a: 1\n---\n- b\n", "x.yaml")
