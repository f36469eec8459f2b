import pytest

from imagesim.rules.golang.base64 import CorruptInput, decode


@pytest.mark.parametrize(
    ("text", "padded", "value"),
    [
        ("", True, b""),
        ("dXM6cA==", True, b"us:p"),
        ("dXM6cA", False, b"us:p"),
        ("dXNlOnA=", True, b"use:p"),
        ("\ndX\r\nM6cA=\n=\r\n", True, b"us:p"),
        ("dXM6cB==", True, b"us:p"),
        ("+/+/", False, b"\xfb\xff\xbf"),
        ("\n", True, b""),
    ],
)
def test_is_as_lenient_as_go(text, padded, value):
    assert decode(text, padded=padded) == value


@pytest.mark.parametrize(
    ("text", "padded", "offset"),
    [
        ("=", True, 0),
        ("a", False, 0),
        ("dXM6c", False, 4),
        ("dXM6cA", True, 4),
        ("dXM6cA=", True, 7),
        ("dXM6cA=x", True, 6),
        ("dXM6cA= =", True, 6),
        ("dXM6cA== ", True, 8),
        ("dXM6cA==\n=", True, 9),
        ("dXM6cA==", False, 6),
        ("dXM6====", True, 4),
        ("dX_6", False, 2),
        ("d\nX", True, 1),
        ("dXM6\N{EM SPACE}", False, 4),
    ],
)
def test_names_the_byte_at_which_go_gives_up(text, padded, offset):
    with pytest.raises(CorruptInput) as caught:
        decode(text, padded=padded)
    assert caught.value.offset == offset
    assert str(caught.value) == f"illegal base64 data at input byte {offset}"
