"""Modules joined to one text."""

import pytest

from imagesim.results.stage.bundle import bundle
from imagesim.results.stage.run_page import script_json


def write(folder, **modules):
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder / "entry.js"


def test_what_is_needed_stands_before_what_needs_it_and_once(tmp_path):
    entry = write(
        tmp_path,
        entry='import { b } from "./b.js";\nimport { a } from "./a.js";\nexport default b + a;\n',
        b='import { a } from "./a.js";\nexport const b = a + 1;\n',
        a="export const a = 1;\n",
    )
    assert " ".join(bundle(entry).split()) == "const a = 1; const b = a + 1; export default b + a;"


def test_a_name_at_the_top_of_two_modules_is_refused(tmp_path):
    entry = write(
        tmp_path, entry='import { b } from "./b.js";\nconst own = b;\n', b="const own = 1;\nexport const b = 2;\n"
    )
    with pytest.raises(ValueError, match=r"own stands at the top of b.js and of entry.js"):
        bundle(entry)


def test_a_renamed_import_is_refused(tmp_path):
    entry = write(tmp_path, entry='import { b as c } from "./b.js";\n', b="export const b = 2;\n")
    with pytest.raises(ValueError, match="renames"):
        bundle(entry)


def test_a_circle_is_refused(tmp_path):
    entry = write(tmp_path, entry='import { b } from "./b.js";\n', b='import { e } from "./entry.js";\n')
    with pytest.raises(ValueError, match="needs itself"):
        bundle(entry)


def test_nothing_in_the_data_ends_its_script():
    assert "<" not in script_json({"title": "</script><script>alert(1)</script><!--"})
