"""What the tool changes and leaves alone, and that a weak test lets through what a strong one does not."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutant_reach import Reach
from tests.mutants import sample
from tests.mutations import Mutant, mutants, mutated_source

RULE = "def is_full(used: int, capacity: int) -> bool:\n    return used >= capacity\n"


def changes(tmp_path, text):
    path = tmp_path / "rule.py"
    path.write_text(text)
    return [(mutant.before, mutant.after) for mutant in mutants(path)]


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("x = a < b", ("a < b", "a <= b")),
        ("x = a not in b", ("a not in b", "a in b")),
        ("x = a + b", ("a + b", "a - b")),
        ("x = a and b", ("a and b", "a or b")),
        ("x = not a", ("not a", "a")),
        ("X = 5", ("5", "6")),
        ("X = True", ("True", "False")),
        ("X = 'text'", ("'text'", "''")),
        ("X = ''", ("''", "'mutant'")),
        ("def f():\n    return g(a)", ("return g(a)", "return None")),
        ("def f():\n    g(a)", ("g(a)", "pass")),
    ],
)
def test_makes_the_change(tmp_path, text, change):
    assert change in changes(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        '"""What it is."""',
        '@dataclass(frozen=True)\nclass A:\n    """What it is."""\n    b: "Text"\n',
        'class A:\n    b: bool = fact("meaning", "source", KNOWN)\n',
        'Kind: TypeAlias = "A | B"',
        'def f(kind: Literal["a"]) -> "A":\n    """What it does."""\n    assert kind != 1\n    return None\n',
        "zip(a, b, strict=True)",
        '__all__ = ["a"]',
    ],
)
def test_leaves_alone_what_changes_no_answer(tmp_path, text):
    assert changes(tmp_path, text) == []


def test_a_mutant_is_the_file_with_one_change(tmp_path):
    path = tmp_path / "rule.py"
    path.write_text("X = 1\nY = 2\n")
    assert [mutated_source(mutant) for mutant in mutants(path)] == ["X = 2\nY = 2", "X = 1\nY = 3"]


def test_the_sample_is_spread_by_size_and_the_same_each_time():
    def some(name, count):
        return [Mutant(Path(name), number, 1, "", "") for number in range(count)]

    modules = {Path("small.py"): some("small.py", 10), Path("large.py"): some("large.py", 30)}
    drawn = sample(modules, 8, seed=1)
    assert sorted(mutant.path.name for mutant in drawn) == ["large.py"] * 6 + ["small.py"] * 2
    assert drawn == sample(modules, 8, seed=1) != sample(modules, 8, seed=2)


@pytest.fixture
def tree(tmp_path):
    files = {
        "imagesim/__init__.py": "",
        "imagesim/rules/__init__.py": "",
        "imagesim/rules/strong.py": RULE,
        "imagesim/rules/weak.py": RULE,
        "tests/__init__.py": "",
        "tests/rules/test_strong.py": "from imagesim.rules.strong import is_full\n\n\n"
        "def test_is_full_at_its_capacity():\n    assert is_full(5, 5) is True\n    assert is_full(4, 5) is False\n",
        "tests/rules/test_weak.py": "from imagesim.rules.weak import is_full\n\n\n"
        "def test_is_full_above_its_capacity():\n    assert is_full(6, 5) is True\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_module_s_own_test_comes_first_and_others_follow_its_imports(tree):
    (tree / "tests/rules/test_above.py").write_text("from imagesim.rules.above import f\n")
    (tree / "imagesim/rules/above.py").write_text("from imagesim.rules import strong\n\nf = strong.is_full\n")
    tests = Reach(tree).tests_of(tree / "imagesim/rules/strong.py")
    assert tests == ["tests/rules/test_strong.py", "tests/rules/test_above.py"]


def test_a_checker_brings_its_samples(tree):
    folder = tree / "tests/conformance"
    (folder / "kubelet-1.32").mkdir(parents=True)
    (folder / "kubelet-1.32/full.jsonl").write_text("{}\n")
    (folder / "check_full.py").write_text('from imagesim.rules.weak import is_full\n\nCHECKERS = {"full.jsonl": 1}\n')
    assert Reach(tree).tests_of(tree / "imagesim/rules/weak.py")[1:] == [
        "tests/conformance/test_conformance.py::test_every_row_of_the_sample_agrees[kubelet-1.32/full.jsonl]"
    ]


@pytest.mark.slow
def test_a_strong_test_kills_what_a_weak_one_lets_through(tree):
    command = [sys.executable, "-m", "tests.mutants", "--sample", "4", "--tree", str(tree)]
    result = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], check=True)
    assert "strong.py: 2 killed, 0 survived\nweak.py: 1 killed, 1 survived\n" in result.stdout
    assert "survived weak.py:2: used >= capacity  ->  used > capacity\n" in result.stdout
    assert (tree / "imagesim/rules/weak.py").read_text() == RULE


def test_every_place_that_the_page_names_is_there():
    root = Path(__file__).parents[1]
    rows = re.findall(r"^\| `([\w/]+\.py)` `([\w.]+)`", (root / "docs/mutants.md").read_text(), re.MULTILINE)
    assert len(rows) > 5
    for module, name in rows:
        assert f"def {name.rpartition('.')[2]}" in (root / "imagesim/rules" / module).read_text(), (module, name)
