import json

import pytest

from imagesim.rules.api.document import decode_document, read_header
from imagesim.rules.golang.strict_json import GoDecodeError, Struct


def document(**fields):
    return json.dumps(fields)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (document(apiVersion="g/v1", kind="K"), ("g/v1", "K")),
        (document(apiVersion="/v1", kind="K"), ("v1", "K")),
        (document(APIVERSION="v1", Kind="K"), ("v1", "K")),
        (document(apiVersion=None, kind="K"), ("", "K")),
        ("null", ("", "")),
        ("{}", ("", "")),
    ],
)
def test_reads_the_kind_without_regard_to_case(text, header):
    assert read_header(text) == header


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "couldn't get version/kind; json parse error: unexpected end of JSON input"),
        (
            "[]",
            "couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct "
            '{ APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
        ),
        (
            document(kind=1, apiVersion=True),
            "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind "
            "of type string",
        ),
        (document(apiVersion="a/b/c", kind="K"), "unexpected GroupVersion string: a/b/c"),
    ],
)
def test_a_header_that_cannot_be_read_is_refused_in_go_s_words(text, problem):
    with pytest.raises(GoDecodeError) as caught:
        read_header(text)
    assert str(caught.value) == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"apiVersion":"v1"}', "Object 'Kind' is missing in '{\"apiVersion\":\"v1\"}'"),
        (b'{"kind":"K"}', "Object 'apiVersion' is missing in '{\"kind\":\"K\"}'"),
        (
            '{"kind":"K","apiVersion":"v2"}',
            'no kind "K" is registered for version "v2" in scheme '
            '"k8s.io/kubernetes/pkg/credentialprovider/plugin/plugin.go:69"',
        ),
    ],
)
def test_a_document_of_no_known_kind_is_refused(text, problem):
    with pytest.raises(GoDecodeError) as caught:
        decode_document(text, {("v1", "K"): Struct("K", {})})
    assert str(caught.value) == problem
