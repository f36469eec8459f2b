"""What no run reads of a manifest is hidden, in its own form, and nothing else is touched."""

from typing import Any

import pytest

from imagesim.rules.credentials.secret_value import stand_in
from imagesim.scenarios.redaction.unread import Unread

PW = "hunter2"


def hidden(value: Any, *, manifests: bool = True) -> Any:
    return Unread({}, manifests=manifests).hidden(value)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ({"args": ["--password", PW, 5, None]}, {"args": ["hidden", "hidden", 0, None]}),
        ({"command": PW}, {"command": "hidden"}),
        ({"env": [{"name": "A", "value": PW}]}, {"env": [{"name": "A", "value": "hidden"}]}),
        ({"env": [{"name": "A", "value": 5}]}, {"env": [{"name": "A", "value": 0}]}),
        ({"env": [{"name": f"A={PW}"}]}, {"env": [{"name": "hidden"}]}),
        ({"env": [{"name": "A", f"value:{PW}": None}]}, {"env": [{"name": "A", "hidden": None}]}),
        ({"env": {"A": PW}}, {"env": {"hidden": "hidden"}}),
        ({"env": [PW]}, {"env": ["hidden"]}),
        ({"httpHeaders": [{"name": "A", "value": PW}]}, {"httpHeaders": [{"name": "hidden", "value": "hidden"}]}),
        ({"adminPassword": PW}, {"adminPassword": "hidden"}),
        ({"apiKey": ["kept"]}, {"apiKey": ["kept"]}),
    ],
)
def test_each_text_becomes_the_same_word(written: Any, kept: Any) -> None:
    assert hidden({"spec": [written]}) == {"spec": [kept]}


def test_an_address_keeps_its_host_and_a_stand_in_for_its_login() -> None:
    login = stand_in(f"u:{PW}")
    assert hidden({"image": f"u:{PW}@r.example/app"}) == {"image": f"{login}@r.example/app"}
    assert hidden({f"u:{PW}@r.example": 1}) == {f"{login}@r.example": 1}
    assert hidden({"header": "Basic YWxpY2U6cHcxMg=="}) == {"header": "Basic YWxpY2U6cHcxMg=="}  # others hide it
    assert hidden(f"see https://u:{PW}@r.example") == "see https://...@r.example"


def test_the_name_of_an_image_with_a_slip_of_the_pen_stays() -> None:
    for image in ("nginx:1.27@latest", "r.example:5000/app:v1@sha256", "app@sha256:0123"):
        assert hidden({"image": image}) == {"image": image}


def test_annotations_keep_what_is_no_secret() -> None:
    written = {
        "kubectl.kubernetes.io/last-applied-configuration": f'{{"a": "{PW}"}}',
        "imagesim/runs-for.web": "1s",
        "checksum/config": "abc",
        "my-token": PW,
        "another-token": PW,
        "third-token": "other",
        "note": f"password: {PW}",
    }
    assert hidden({"annotations": written}) == {
        "annotations": {
            "imagesim/runs-for.web": "1s",
            "checksum/config": "abc",
            "my-token": "hidden-1",
            "another-token": "hidden-1",
            "third-token": "hidden-2",
            "note": "hidden-3",
        }
    }


def test_what_is_hidden_stays_as_it_is() -> None:
    written = {"env": [{"name": "A", "value": PW}], "annotations": {"token": PW}, "image": f"u:{PW}@r/x"}
    assert hidden(hidden(written)) == hidden(written)


def test_a_document_without_anything_to_hide_is_the_same_object() -> None:
    document = {"a": [{"b": "c"}, ["d"]], "annotations": {"x": "y"}}
    assert hidden(document) is document


def test_in_a_world_document_fields_of_such_names_mean_something_else() -> None:
    document = {"env": ["kept"], "args": "kept"}
    assert hidden(document, manifests=False) is document
