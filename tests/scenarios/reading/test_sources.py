import os
from collections.abc import Callable
from pathlib import Path

import pytest

from imagesim.scenarios.reading.documents import parse
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.limits import LARGEST_FILE
from imagesim.scenarios.reading.sources import Sources

Write = Callable[..., Path]


def pod(name: str) -> str:
    return f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\n"


def names(path: Path, *, recursive: bool = False) -> list[str]:
    return [document.name for document in Sources(recursive=recursive).documents(path)]


def test_a_folder_is_read_as_kubectl_reads_it_and_with_its_subfolders_where_asked(write: Write, tmp_path: Path) -> None:
    write(pod("c"), "b/c.yml")
    write(pod("a"), "a.yaml")
    write('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "d"}}', "d.json")
    write("not: [yaml", "notes.txt")
    write("not: [yaml", ".hidden.yaml")
    write("not: [yaml", ".git/x.yaml")
    assert names(tmp_path) == ["a", "d"]
    assert names(tmp_path, recursive=True) == ["a", "c", "d"]


def test_subfolders_that_are_not_read_are_said(write: Write, tmp_path: Path) -> None:
    write(pod("a"), "a.yaml")
    write(pod("a"), "more/a.yaml")
    write("cluster_name: x\n", "settings/s.yaml")
    write("text", "texts/readme.md")
    sources = Sources()
    assert [document.name for document in sources.documents(tmp_path)] == ["a"]
    note = f"Of {tmp_path} only the files that lie in it are read; --recursive reads more, settings too."
    assert sources.notes == [note]


def test_a_folder_of_folders_points_to_recursive(write: Write, tmp_path: Path) -> None:
    write(pod("a"), "more/a.yaml")
    with pytest.raises(ScenarioError, match="add --recursive to read its subfolders, such as more"):
        Sources().documents(tmp_path)


def test_one_file_holds_several_documents_and_lists(write: Write) -> None:
    items = (
        "apiVersion: v1\nkind: List\nitems:\n- {kind: Pod, metadata: {name: b}}\n- {kind: Pod, metadata: {name: c}}\n"
    )
    assert names(write(pod("a") + "---\n" + items)) == ["a", "b", "c"]


def test_items_of_a_typed_list_get_its_kind(write: Write) -> None:
    path = write("apiVersion: v1\nkind: PodList\nitems: [{metadata: {name: a}}]\n")
    (document,) = Sources().documents(path)
    assert (document.kind, document.api_version) == ("Pod", "v1")


def test_an_item_of_a_list_keeps_its_line(write: Write) -> None:
    path = write(
        "kind: List\napiVersion: v1\nitems:\n- kind: Pod\n  metadata: {name: a}\n- kind: Pod\n  metadata: {name: b}\n"
    )
    assert [document.line(("metadata", "name")) for document in Sources().documents(path)] == [5, 7]


def test_a_file_that_is_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    path = write(pod("a"), "a.yaml")
    sources = Sources()
    assert len(sources.documents(tmp_path)) == 1
    assert sources.documents(path) == []


def test_json_that_is_no_yaml_is_read_as_json() -> None:
    (document,) = parse('{"metadata": {"name": "\\ud83d\\ude00", "' + "k" * 2000 + '": 1}}')
    assert document.name == "\N{GRINNING FACE}"


def test_a_pipe_is_read(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    os.write(write_end, pod("a").encode())
    os.close(write_end)
    assert names(Path(f"/dev/fd/{read_end}")) == ["a"]
    os.close(read_end)


def test_a_kustomization_loads_its_resources(write: Write, tmp_path: Path) -> None:
    write("resources:\n- pod.yaml\n- base\n", "kustomization.yaml")
    write(pod("a"), "pod.yaml")
    write(pod("b"), "base/b.yaml")
    write(pod("c"), "unlisted.yaml")
    sources = Sources()
    assert [document.name for document in sources.documents(tmp_path)] == ["a", "b"]
    (note,) = sources.notes
    assert "not loaded: unlisted.yaml" in note


def test_kustomizations_that_list_each_other_end(write: Write, tmp_path: Path) -> None:
    write("resources: [../b]\n", "a/kustomization.yaml")
    write("resources: [../a, pod.yaml]\n", "b/kustomization.yaml")
    write(pod("a"), "b/pod.yaml")
    assert names(tmp_path / "a") == ["a"]


def test_a_kustomization_changes_what_those_below_it_made(write: Write, tmp_path: Path) -> None:
    write(pod("a") + "spec: {containers: [{name: c, image: nginx}]}\n", "base/a.yaml")
    write("resources: [a.yaml]\nnamespace: base\nimages: [{name: nginx, newTag: base}]\n", "base/kustomization.yaml")
    write("resources: [../base]\nnamespace: dev\nimages: [{name: nginx, newTag: dev}]\n", "dev/kustomization.yaml")
    write("bases: [../base]\nnamespace: prod\n", "prod/kustomization.yaml")
    write("resources: [dev, prod]\n", "kustomization.yaml")
    found = Sources().documents(tmp_path)
    assert [document.namespace for document in found] == ["dev", "prod"]
    images = [document.value["spec"]["containers"][0]["image"] for document in found]  # type: ignore[index]
    assert images == ["nginx:dev", "nginx:base"]


def test_what_a_kustomization_has_read_and_changed_is_not_said_to_be_unread(write: Write, tmp_path: Path) -> None:
    write("resources: [a.yaml]\nnamespace: shop\n", "kustomization.yaml")
    write(pod("a"), "a.yaml")
    write(pod("b"), "b.yaml")
    sources = Sources()
    assert [document.label for document in sources.documents(tmp_path)] == ["Pod/shop/a"]
    (note,) = sources.notes
    assert "not loaded: b.yaml." in note
    assert sources.documents(tmp_path / "a.yaml") == []


def test_what_was_read_before_a_kustomization_is_not_read_once_more_after_it(write: Write, tmp_path: Path) -> None:
    before = write(pod("b"), "b.yaml")
    write("resources: [a.yaml]\nnamespace: shop\n", "k/kustomization.yaml")
    write(pod("a"), "k/a.yaml")
    sources = Sources()
    found = [sources.documents(path) for path in (before, tmp_path / "k", before)]
    assert [[document.label for document in each] for each in found] == [["Pod/b"], ["Pod/shop/a"], []]


def test_what_a_kustomization_makes_beside_pods_is_passed_over_and_said(write: Write, tmp_path: Path) -> None:
    write("resources: [a.yaml]\nconfigMapGenerator: [{name: b}]\n", "kustomization.yaml")
    write(pod("a"), "a.yaml")
    sources = Sources()
    assert [document.name for document in sources.documents(tmp_path)] == ["a"]
    assert sources.passed_over == [("configMapGenerator", str(tmp_path / "kustomization.yaml"))]


def test_kustomizations_that_change_each_other_s_end(write: Write, tmp_path: Path) -> None:
    write("resources: [../b]\nnamespace: a\n", "a/kustomization.yaml")
    write("resources: [../a, pod.yaml]\nnamespace: b\n", "b/kustomization.yaml")
    write(pod("a"), "b/pod.yaml")
    assert [document.namespace for document in Sources().documents(tmp_path / "a")] == ["a"]


def test_kustomizations_are_not_followed_for_ever(write: Write, tmp_path: Path) -> None:
    for level in range(60):
        write(f"resources: [../{level + 1}]\n", f"{level}/kustomization.yaml")
    write(pod("a"), "60/pod.yaml")
    assert names(tmp_path / "11") == ["a"]
    with pytest.raises(ScenarioError, match=r"50/kustomization.yaml: kustomizations lead through more than 50 others"):
        names(tmp_path / "0")


MISTAKES = [
    ("kustomization.yaml", "resources: [pod.yaml]\n", ":1: resources[0]: 'pod.yaml' is not there"),
    ("kustomization.yaml", "patches: [a]\nresources: [x]\n", ":1: patches: is not supported in a kustomization"),
    ("kustomization.yaml", "kind: Kustomization\n", ":1: Kustomization: resources: an empty value is not a list"),
    ("a.yaml", "", ": the file is empty"),
    ("a.yaml", "# nothing\n---\n", ": the file holds no document, only comments or separators"),
    ("a.yaml", b"\x7fELF\x00\x01", ": the file is binary, not YAML or JSON"),
    ("a.yaml", b"a: 1\nb: \xff\n", ":2: the file is not valid UTF-8 (byte 0xff)"),
    ("a.yaml", "a: 1".encode("utf-16"), ": the file is UTF-16, not UTF-8"),
    ("a.yaml", "a: 1\nb: \x07\n", ":2: the control character '\\x07' is not allowed in YAML"),
    ("a.yaml", "hello", ":1: a text or a number is not a Kubernetes object or a world document"),
    ("a.yaml", "kind: List\nitems: 3\n", ":2: List: items: 3 is not a list"),
    ("a.yaml", "kind: List\nitems:\n- 3\n", ":3: List: items[0]: 3 is not an object"),
    ("a.json", '{"a": 1,\n "a": 2}', ":2: the key 'a' stands twice"),
]


@pytest.mark.parametrize(("name", "text", "message"), MISTAKES)
def test_what_cannot_be_read_is_said(write: Write, name: str, text: str | bytes, message: str) -> None:
    path = write(text, name)
    with pytest.raises(ScenarioError) as caught:
        Sources().documents(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50 * LARGEST_FILE)
    with pytest.raises(ScenarioError, match="too large; 512 MiB are read at most; fetch less"):
        Sources().documents(path)


def test_an_empty_folder_and_a_missing_path_are_mistakes(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"the folder holds no \*\.yaml"):
        Sources().documents(tmp_path)
    with pytest.raises(ScenarioError, match="there is no such file or folder"):
        Sources().documents(tmp_path / "none.yaml")


def test_a_folder_may_hold_a_file_of_comments_beside_others(write: Write, tmp_path: Path) -> None:
    write("# later\n", "a.yaml")
    write(pod("b"), "b.yaml")
    assert names(tmp_path) == ["b"]


def test_of_a_folder_nothing_is_read_that_a_glob_excludes(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml", "test/c.yaml", "deep/test/d.yaml", "deep/e.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {Path(name).stem}}}\n")

    def names(*exclude: str) -> list[str]:
        return [each.name for each in Sources(recursive=True, exclude=exclude).documents(tmp_path)]

    assert names() == ["a", "b", "e", "d", "c"]
    assert names("test") == names("test/") == ["a", "b", "e"]
    assert names("deep/*") == ["a", "b", "c"]
    assert names("b.yaml", "deep/e.yaml") == ["a", "d", "c"]
    with pytest.raises(ScenarioError, match="every file of the folder is excluded"):
        names("*.yaml")


def test_a_glob_that_excludes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("apiVersion: v1\nkind: Pod\n")
    sources = Sources(exclude=("tset",))
    sources.documents(tmp_path)
    assert sources.notes == [f"Nothing in {tmp_path} is excluded by tset."]
