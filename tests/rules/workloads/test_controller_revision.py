from imagesim.rules.api.objects import PodSpec, PodTemplate
from imagesim.rules.workloads.controller_revision import ControllerRevision, next_revision, surplus


def test_numbers_go_on_after_the_highest():
    template = PodTemplate(spec=PodSpec(containers=()))
    assert next_revision([]) == 1
    assert next_revision([ControllerRevision(revision=number, data=template) for number in (2, 7, 3)]) == 8


def test_the_oldest_that_nobody_uses_go_first():
    assert surplus(["a", "b", "c", "d"], {"a"}, 1) == ["b", "c"]
    assert surplus(["a", "b"], set(), 2) == []
    assert surplus(["a", "b"], set(), 0) == ["a", "b"]
