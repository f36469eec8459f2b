import pytest

from imagesim.rules.golang.json import KEPT, MAX_DEPTH, JSONNumber, JSONObject, JSONSyntaxError, kind, parse
from imagesim.rules.golang.json_text import field_named, go_string, marshal


def test_an_object_keeps_the_order_and_the_duplicates_of_its_fields():
    assert parse('{"b": 1, "a": [], "b": {}}') == JSONObject((("b", JSONNumber("1")), ("a", []), ("b", JSONObject(()))))


@pytest.mark.parametrize(
    ("document", "value"),
    [
        (" [true, false, null]\n", [True, False, None]),
        ("-0.5E-3", JSONNumber("-0.5E-3")),
        ("10e+2", JSONNumber("10e+2")),
        ('[[], [[1], "x"]]', [[], [[JSONNumber("1")], "x"]]),
        (r'"\"\\\/\b\f\n\r\tA"', '"\\/\b\f\n\r\tA'),
        (r'"\ud83d\ude00"', "\N{GRINNING FACE}"),
        (r'"\ud83d\ud83d\ude00\ude00"', "\ufffd\N{GRINNING FACE}\ufffd"),
        (r'"\ud800x"', "\ufffdx"),
        ('"\ud800"', "\ufffd\ufffd\ufffd"),
        (b'"\xc3\xbc\xff\xe2\x82"', "\N{LATIN SMALL LETTER U WITH DIAERESIS}\ufffd\ufffd\ufffd"),
    ],
)
def test_reads_what_go_reads(document, value):
    assert parse(document) == value


@pytest.mark.parametrize(
    ("document", "error"),
    [
        ("", "unexpected end of JSON input"),
        ('{"a": 1', "unexpected end of JSON input"),
        ('"abc', "unexpected end of JSON input"),
        ("x", "invalid character 'x' looking for beginning of value"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("{a", "invalid character 'a' looking for beginning of object key string"),
        ('{"a": 1,}', "invalid character '}' looking for beginning of object key string"),
        ('{"a" 1', "invalid character '1' after object key"),
        ('{"a": 1 "b"', "invalid character '\"' after object key:value pair"),
        ("[1 '", r"invalid character '\'' after array element"),
        ("1 2", "invalid character '2' after top-level value"),
        ("01", "invalid character '1' after top-level value"),
        ('"a\nb"', r"invalid character '\n' in string literal"),
        (r'"\x"', "invalid character 'x' in string escape code"),
        (r'"\u12g4"', r"invalid character 'g' in \u hexadecimal character escape"),
        ("-", "invalid character ' ' in numeric literal"),
        ("1.", "invalid character ' ' after decimal point in numeric literal"),
        ("1e+x", "invalid character 'x' in exponent of numeric literal"),
        ("nulL", "invalid character 'L' in literal null (expecting 'l')"),
        ("tr", "invalid character ' ' in literal true (expecting 'u')"),
        (b"\xc3\xbc", "invalid character '\N{LATIN CAPITAL LETTER A WITH TILDE}' looking for beginning of value"),
        (b"\x00", r"invalid character '\x00' looking for beginning of value"),
    ],
)
def test_refuses_in_go_s_words(document, error):
    with pytest.raises(JSONSyntaxError) as caught:
        parse(document)
    assert str(caught.value) == error


def test_goes_as_deep_as_go_and_no_deeper():
    parse("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    with pytest.raises(JSONSyntaxError, match=r"^invalid character '\[' exceeded max depth$"):
        parse("[" * (MAX_DEPTH + 1))


@pytest.mark.parametrize(
    ("opening", "closing", "empty"),
    [("[", "]", []), ('{"a":', "}", JSONObject(())), ('{"b":1,"a":[', "]}", JSONObject(()))],
)
def test_what_stands_deeper_than_anything_that_is_read_is_not_kept(opening, closing, empty):
    value = parse(opening * 3_000 + "7" + closing * 3_000)
    depth = 0
    while value not in ([], JSONObject(())):
        value = value[-1] if isinstance(value, list) else value.fields[-1][1]
        depth += 1
    assert (depth, value) == (KEPT, empty)


def test_what_is_just_deep_enough_is_kept():
    value = parse("[" * KEPT + "7" + "]" * KEPT)
    for _ in range(KEPT):
        (value,) = value
    assert value == JSONNumber("7")


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("auths", "auths"),
        ("AUTHS", "auths"),
        ("auth\N{LATIN SMALL LETTER LONG S}", "auths"),
        ("auth\N{LATIN SMALL LETTER SHARP S}", None),
        ("auth", None),
    ],
)
def test_a_field_is_found_whatever_its_case(key, field):
    assert field_named(key, ("x", "auths")) == field


def test_the_exact_name_goes_before_one_that_differs_in_case():
    assert field_named("AUTH", ("auth", "AUTH")) == "AUTH"


@pytest.mark.parametrize(
    ("document", "name"),
    [("{}", "object"), ("[]", "array"), ('""', "string"), ("1", "number"), ("true", "bool"), ("null", "null")],
)
def test_calls_a_value_what_go_calls_it(document, name):
    assert kind(parse(document)) == name


def test_writes_a_text_as_go_does():
    assert marshal('<a href="x">&\b\x01\u2028\x7f\\') == r'"\u003ca href=\"x\"\u003e\u0026\b\u0001\u2028' + '\x7f\\\\"'


def test_every_bad_byte_becomes_one_replacement_character():
    assert go_string(b"a\xed\xa0\x80b") == "a\ufffd\ufffd\ufffdb"
