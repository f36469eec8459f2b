"""docs/glossary.md: every word once, in its place, in a sentence or two, and every word that the lessons explain."""

import json
import re
from pathlib import Path

import pytest

from imagesim.rules.pods import kubelet_texts
from tests.claims.reading import ROOT, read_claims

PAGE = ROOT / "docs" / "glossary.md"
CLAIMS = read_claims()


def entries(text: str) -> list[tuple[str, str]]:
    """The words of the page with what is said of each, in their order."""
    found = re.findall(r"^- \*\*(.+?)\*\*: (.+(?:\n  .+)*)", text, re.MULTILINE)
    return [(word, " ".join(said.split())) for word, said in found]


SIGNS = "Options of kubectl"
"""The last part of the page, a table: what has no first letter."""

ENTRIES = entries(PAGE.read_text(encoding="utf-8"))
WORDS = {part for word, _ in ENTRIES for part in re.sub(r" \(.*", "", word).split(", ")}


def place(word: str) -> str:
    """Letters and digits alone decide where a word stands."""
    return re.sub("[^a-z0-9]", "", word.lower())


def explained_in(notebook: Path) -> set[str]:
    """The words of a lesson's own tables."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    rows = re.findall(r"^\| (\*\*[^|]+\*\*) \|", text, re.MULTILINE)
    return {word.removeprefix("to ") for row in rows for word in re.findall(r"\*\*(.+?)\*\*", row)}


def names_in(text: str) -> set[str]:
    """Words of a text that are written as names of fields, reasons and kinds are: with a capital letter inside."""
    return set(re.findall(r"\b[A-Za-z]*[a-z][A-Z]\w+", text))


def test_words_stand_once_and_in_order() -> None:
    places = [place(word) for word, _ in ENTRIES]
    assert places == sorted(set(places))
    assert len(places) >= 150


def test_words_stand_under_their_letter() -> None:
    text = PAGE.read_text(encoding="utf-8").split(f"\n## {SIGNS}\n")[0]
    for head, *rest in (part.split("\n", 1) for part in text.split("\n## ")[1:]):
        assert {("0 to 9" if place(word)[0].isdigit() else place(word)[0].upper()) for word, _ in entries(rest[0])} == {
            head
        }


@pytest.mark.parametrize(("word", "said"), ENTRIES, ids=[word for word, _ in ENTRIES])
def test_a_word_is_explained_in_a_sentence_or_two(word: str, said: str) -> None:
    assert said.endswith((".", "?"))
    assert 4 <= len(said.split()) <= 40
    if another := re.fullmatch("Another word for (.+?)(?:, or .*)?\\.", said):
        assert another[1] in WORDS


NEEDED = """manifest, pod, Deployment, ReplicaSet, API server, kubelet, containerd, CrashLoopBackOff, backoffLimit,
progress deadline, layer, digest, index, tag, registry, repository, namespace, Secret, imagesim, restarts, outcome,
AlreadyPresent, kubectl scale, kubectl rollout restart, kubectl rollout undo, kubectl replace, kubectl edit, crane,
buildx, jsonpath, custom-columns, field-selector, apiVersion, kind, metadata, spec, status, dry-run, default, HTTP, DNS,
median, basic auth, Bearer, POST, 200, scope, insufficient_scope, oauth, rpc error, URL, docker login, vendor's part,
identity token, IPv6, nodeSelector, snapshotter, Dockerfile, builder, header, ratelimit-remaining, rate limit,
registryBurst, registryPullQPS, Gbit/s, MB, MiB, GiB, annotation, failurePolicy, MutatingWebhookConfiguration, crictl,
ctr, mount, kubeadm, subresource, firewall, provider, NeverVerify, allow list, source, preloaded, kube-system,
Conditions, Tolerations, pod-template-hash, READY, AGE, LAST SEEN, UP-TO-DATE, (x4 over 2m), Service,
HorizontalPodAutoscaler, patch, helm, expectation, schema, export, field path, documented, scenario, timeline, NodePool,
world document, manifest_gets, queued_s, not_ready, refused, reason"""


@pytest.mark.parametrize("word", " ".join(NEEDED.split()).split(", "))
def test_what_nobody_is_born_with_is_there(word: str) -> None:
    assert word in WORDS


def test_names_in_the_points_of_the_page_are_explained() -> None:
    texts = [f"{claim.claim} {claim.differs}" for claim in CLAIMS.all]
    assert [name for name in names_in(" ".join(texts)) if not {name, name.removesuffix("s")} & WORDS] == []


def test_what_the_lessons_explain_is_here_too() -> None:
    lessons = [ROOT / "notebooks" / f"{lesson}.ipynb" for lesson in CLAIMS.lessons if CLAIMS.lessons_are_there]
    assert {lesson.name: explained_in(lesson) - WORDS for lesson in lessons if explained_in(lesson) - WORDS} == {}


def markdown_of(notebook: Path) -> str:
    """The texts of a lesson, without where its links lead."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return re.sub(r"\]\([^)]*\)", "]", text)


LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
BY_LESSON = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


@BY_LESSON
def test_names_in_the_texts_of_a_lesson_are_explained(lesson: Path) -> None:
    """All but the timeline's events, which stand in the reference."""
    prose = re.sub("```.*?```", "", markdown_of(lesson), flags=re.DOTALL)
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    events = set(re.findall(r"^\| `(\w+)` \|", reference.split("\n## Timeline events\n")[1], re.MULTILINE))
    names = names_in(prose) - events
    assert sorted(name for name in names if not {name, name.removesuffix("s")} & WORDS) == []


def commands_of(notebook: Path) -> list[str]:
    """The commands that a lesson shows for a terminal, one by one, without their remarks and quoted parts."""
    blocks = re.findall("```console\n(.*?)```", markdown_of(notebook), re.DOTALL)
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    bare = [re.sub(r"""'[^']*'|"[^"]*"|#.*""", "", line) for line in lines]
    return [command.strip() for line in bare for command in line.split("|") if command.strip()]


EVERYBODY_HAS = {"base64", "grep", "ls", "sort", "uniq"}


@BY_LESSON
def test_programs_and_options_of_commands_are_explained(lesson: Path) -> None:
    commands = [command.split() for command in commands_of(lesson) if "=" not in command.split()[0]]
    assert {words[0] for words in commands} - WORDS - EVERYBODY_HAS == set()
    options = {word for words in commands if words[0] == "kubectl" for word in words if re.fullmatch("-[A-Za-z]", word)}
    table = PAGE.read_text(encoding="utf-8").split(f"\n## {SIGNS}\n")[1]
    assert sorted(option for option in options if f"`{option}" not in table) == []
    kinds = {word for words in commands if words[:2] == ["kubectl", "get"] for word in words[2].split(",")}
    assert {kind for kind in kinds if kind in {"deploy", "sts", "ds", "rs", "svc", "sa"}} - WORDS == set()


def test_what_a_kubelet_says_is_explained() -> None:
    """The reasons for which a container waits, and those of the events on the way of an image."""
    source = Path(kubelet_texts.__file__).read_text(encoding="utf-8")
    events = set(re.findall(r'(?:NORMAL|WARNING), "(\w+)"', source))
    waiting = {str(value) for name, value in vars(kubelet_texts).items() if name.isupper() and names_in(str(value))}
    assert events >= {"Pulling", "InspectFailed"}
    assert waiting >= {"ErrImagePull", "ContainerCreating"}
    inner = {kubelet_texts.CREATE_POD_SANDBOX_ERROR}  # why a sync ended; no container shows it
    assert {text for text in events | waiting - inner if text.isalpha()} - WORDS == set()


def test_words_of_the_cheat_sheet_are_explained() -> None:
    sheet = (ROOT / "docs" / "cheat-sheet.html").read_text(encoding="utf-8").replace("<wbr>", "")
    codes = " ".join(re.findall("<code>(.*?)</code>", sheet))
    reasons = {name for name in names_in(codes) if name[0].isupper()}
    assert reasons >= {"ImageInspectError", "InspectFailed"}
    assert reasons | {"crictl"} <= WORDS


def test_words_of_a_lesson_are_found(tmp_path: Path) -> None:
    lesson = tmp_path / "lesson.ipynb"
    rows = "| word | what it means |\n|---|---|\n| **cold**, **warm** | x |\n| **to unpack** | **not** y |\n"
    lesson.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": [rows]}]}))
    assert explained_in(lesson) == {"cold", "warm", "unpack"}
    assert names_in("An imagePullSecret, ReplicaSet and CI of Docker Hub") == {"imagePullSecret", "ReplicaSet"}
