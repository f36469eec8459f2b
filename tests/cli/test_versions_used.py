"""`imagesim versions` says of every fact whether a run looks at it."""

import re
from pathlib import Path

import imagesim
from imagesim.cli.versions_text import NOT_YET
from imagesim.rules.versions import containerd_facts, kubernetes_facts

PACKAGE = Path(imagesim.__file__).parent
TABLES = {"versions/kubernetes.py", "versions/containerd.py", "cli/versions_text.py"}


def test_facts_without_a_reader_are_marked_and_no_others():
    code = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py") if "/".join(path.parts[-2:]) not in TABLES)
    names = {row.name for row in (*kubernetes_facts(), *containerd_facts())}
    unread = {name for name in names if not re.search(rf"\b{name}\b", code)}
    assert unread == NOT_YET
