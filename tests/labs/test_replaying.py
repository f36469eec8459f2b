"""What kubectl printed, read in a page: why pods are stuck, or one mistake with its place."""

import json

from docs.site.play_pages import PASTED
from imagesim.labs.page.answering import answering
from imagesim.studies.replaying.replay import replay

DESCRIBED = PASTED.read_text(encoding="utf-8")


def read(text, pods="", **more):
    files = {"kubectl.txt": text, "pods.json": pods}
    return json.loads(answering(json.dumps({"kind": "replay", "files": files, **more})))


def test_what_is_ready_in_the_page_is_explained_as_the_command_does():
    answer = read(DESCRIBED)
    assert answer["summary"][0] == "1 pod, 6 events: 1 container waits for its image."
    assert "why       nobody answers at the registry's address" in answer["summary"]
    assert answer["text"] == replay(DESCRIBED).text()
    assert "nobody answers at the registry's address" in answer["text"]
    assert answer["run"]["pods"]["created_s"]


def test_a_mistake_names_the_field():
    answer = read(DESCRIBED, pods="{")
    assert answer["file"] == "pods.json"
    assert answer["mistake"].startswith("pods.json")
    assert "\n" not in read("hello")["mistake"]


def test_a_date_that_is_none_is_a_mistake():
    said = read(DESCRIBED, now="canary-7f3")["mistake"]
    assert said.startswith("now: is no date; write it as 2026-05-01T09:00:00Z")
    assert "canary-7f3" not in said


def test_nothing_is_a_mistake_too():
    assert "there is nothing to read" in read(" \n")["mistake"]


def test_a_password_in_what_was_pasted_is_in_no_answer():
    pasted = DESCRIBED.replace("https://registry.example", "https://me:canary-7f3@registry.example")
    assert pasted != DESCRIBED
    assert "canary-7f3" not in json.dumps(read(pasted))
