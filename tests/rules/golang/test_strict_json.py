import pytest

from imagesim.rules.golang.json import parse
from imagesim.rules.golang.strict_json import Duration, Flag, GoDecodeError, List, Map, Struct, Text, decode_strictly

PLUGIN = Struct("v1.Plugin", {"name": Text(), "on": Flag(), "args": List(Text()), "age": Duration()})


@pytest.mark.parametrize(
    ("go_type", "zero"),
    [(Text(), ""), (Flag(), False), (Duration(), 0), (List(Text()), []), (Map(Text()), {}), (PLUGIN, {})],
)
def test_a_null_in_a_list_or_a_map_is_the_type_s_zero(go_type, zero):
    assert decode_strictly(parse("[null]"), List(go_type)) == [zero]
    assert decode_strictly(parse('{"a": null}'), Map(go_type)) == {"a": zero}
    # False and 0 are equal in Python.
    assert type(decode_strictly(parse("[null]"), List(go_type))[0]) is type(zero)


def test_what_is_absent_or_null_is_not_in_a_struct():
    text = '{"name": null, "args": ["a"], "age": "1m"}'
    assert decode_strictly(parse(text), PLUGIN) == {"args": ["a"], "age": 60_000_000_000}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"Name": "x"}', 'unknown field "Name"'),
        ('{"name": "x", "name": "y"}', 'duplicate field "name"'),
        ('{"name": 1}', "json: cannot unmarshal number into Go struct field Plugin.name of type string"),
        ('{"args": [true]}', "json: cannot unmarshal bool into Go struct field Plugin.args of type string"),
        ('{"args": "x"}', "json: cannot unmarshal string into Go struct field Plugin.args of type []string"),
        ("[]", "json: cannot unmarshal array into Go value of type v1.Plugin"),
    ],
)
def test_refuses_in_go_s_words(text, problem):
    with pytest.raises(GoDecodeError) as caught:
        decode_strictly(parse(text), PLUGIN)
    assert str(caught.value).endswith(problem)
