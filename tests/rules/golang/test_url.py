import re

import pytest

from imagesim.rules.golang.url import GO_1_24, GO_1_26, OLD_GO, GoURLError, parse, split_host_port


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://r.io", "r.io", ""),
        ("http://r.io:5000/a/b", "r.io:5000", "/a/b"),
        ("https://", "", ""),
        ("https:///a", "", "/a"),
        ("https://user:p%40ss@r.io/a", "r.io", "/a"),
        ("https://r.io/a?b=c/d", "r.io", "/a"),
        ("https://exampl?.com", "exampl", ""),
        ("https://r.io#x/y", "r.io", ""),
        ("https://r.io/%69%2fm", "r.io", "/i/m"),
        ("https://%C3%BC.io", "\N{LATIN SMALL LETTER U WITH DIAERESIS}.io", ""),
        ("https://*.io:/*", "*.io:", "/*"),
        ("https://[::1]:5000/a", "[::1]:5000", "/a"),
        ("https://[fe80::1%25en0]", "[fe80::1%en0]", ""),
        ("https://HTTPS://a", "HTTPS:", "//a"),
    ],
)
def test_splits_host_and_path(url, host, path):
    assert parse(url) == (host, path)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://a b.io", 'invalid character " " in host name'),
        ("https://a\\b", r'invalid character "\\" in host name'),
        ("https://a%69.io", 'invalid URL escape "%69"'),
        ("https://a.io/%zz", 'invalid URL escape "%zz"'),
        ("https://a.io/%2", 'invalid URL escape "%2"'),
        ("https://a.io:x", 'invalid port ":x" after host'),
        ("https://:x", 'invalid port ":x" after host'),
        ("https://a.io:*/b", 'invalid port ":*" after host'),
        ("https://[::1", "missing ']' in host"),
        ("https://[a]", 'invalid host: ParseAddr("a"): unable to parse IP'),
        ("https://[1.2.3.4]", "invalid IP-literal"),
        ("https://exampl[a-e].com", 'invalid port ".com" after host'),
        ("https://us er@a.io", "net/url: invalid userinfo"),
        ("https://us%zz:x@a.io", 'invalid URL escape "%zz"'),
        ("https://a.io/\n", "net/url: invalid control character in URL"),
    ],
)
def test_refuses_in_go_s_words(url, problem):
    with pytest.raises(GoURLError) as caught:
        parse(url)
    quoted = url.replace("\\", "\\\\").replace("\n", "\\n")
    assert str(caught.value) == f'parse "{quoted}": {problem}'


def test_a_broken_fragment_is_reported_with_the_whole_url():
    with pytest.raises(GoURLError, match=r'^parse "https://a#%zz": invalid URL escape "%zz"$'):
        parse("https://a#%zz")


@pytest.mark.parametrize(
    ("url", "old", "go_1_24", "go_1_26"),
    [
        ("https://exampl[a-e].com", "exampl[a-e].com", None, None),
        ("https://[a-c]:80", "[a-c]:80", None, None),
        ("https://a[::1]:80", "a[::1]:80", "[::1]:80", None),
        ("https://a.io:5000:5000", "a.io:5000:5000", "a.io:5000:5000", None),
        ("https://a.io:5000", "a.io:5000", "a.io:5000", "a.io:5000"),
        ("https://[::1]", "[::1]", "[::1]", "[::1]"),
    ],
)
def test_go_versions_differ_in_brackets_and_colons(url, old, go_1_24, go_1_26):
    def host(dialect):
        try:
            return parse(url, dialect).host
        except GoURLError:
            return None

    assert [host(dialect) for dialect in (OLD_GO, GO_1_24, GO_1_26)] == [old, go_1_24, go_1_26]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://[::1", "missing ']' in host"),
        ("https://[::1]x", 'invalid port "x" after host'),
        ("https://a.io:x", 'invalid port ":x" after host'),
        ("https://a%69", 'invalid URL escape "%69"'),
    ],
)
def test_an_older_go_refuses_a_broken_host_too(url, problem):
    with pytest.raises(GoURLError, match=re.escape(problem)):
        parse(url, OLD_GO)


@pytest.mark.parametrize(
    ("host", "parts"),
    [
        ("r.io", ("r.io", "")),
        ("r.io:5000", ("r.io", "5000")),
        ("r.io:", ("r.io", "")),
        ("r.io:1:2", ("r.io:1:2", "")),
        ("[::1]", ("[::1]", "")),
        ("[::1]:5000", ("::1", "5000")),
        ("[::1]x:5000", ("[::1]x:5000", "")),
        ("a]:5000", ("a]:5000", "")),
        ("[a[]:5000", ("[a[]:5000", "")),
    ],
)
def test_splits_a_port_off_or_leaves_the_host_alone(host, parts):
    assert split_host_port(host) == parts
