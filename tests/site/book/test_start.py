"""The runs of the start page: one for every setting of its controls, found by the key that its script makes."""

from docs.site.book import start
from docs.site.book.modules import modules
from docs.site.book.pages import ROOT
from imagesim.labs.moved_tag import LAB
from imagesim.labs.share_code import shared


def test_every_setting_has_its_run_as_the_lab_draws_it(monkeypatch):
    moved = {"push_min": [5, 20], "policy": ["IfNotPresent", "Always"], "named_by": ["a digest"]}
    monkeypatch.setattr(start, "_settings", moved.__getitem__)
    runs = start.all_runs()
    assert sorted(runs) == sorted(
        f"{push} {policy} a digest" for push in moved["push_min"] for policy in moved["policy"]
    )
    assert shared(LAB, runs["20 Always a digest"]["share"]) == {
        **LAB.first(), "push_min": 20, "policy": "Always", "named_by": "a digest"
    }  # fmt: skip
    assert all(view["run"] and not view["mistake"] for view in runs.values())


def test_the_settings_are_those_of_the_controls():
    settings = {name: start._settings(name) for name in start.MOVED}
    assert settings["push_min"] == list(range(1, 21))
    assert settings["policy"] == ["IfNotPresent", "Always"]
    assert all(LAB.first()[name] in settings[name] for name in start.MOVED)


def test_the_page_asks_for_all_its_modules_at_once():
    found = modules("imagesim/labs/js/lab.js")
    assert found[0] == "imagesim/labs/js/lab.js"
    assert "imagesim/results/stage/js/stage.js" in found
    assert all((ROOT / name).exists() for name in found)
    assert len(found) == len(set(found)) > 10
