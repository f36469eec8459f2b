import pytest

from imagesim.rules.credentials.key_matching import DOCUMENTED, KUBELET, MATCHING_RULES, KubeletRule
from imagesim.rules.golang.url import GO_1_26

PAGE_KEY = "*my-registry.io/images"
PAGE_NAMES = [
    "my-registry.io/images",
    "my-registry.io/images/my-image",
    "my-registry.io/images/another-image",
    "sub.my-registry.io/images/my-image",
    "a.sub.my-registry.io/images/my-image",
]


def test_the_page_s_key_fits_all_five_names_as_documented_and_three_in_the_kubelet():
    assert [DOCUMENTED.explain(PAGE_KEY, name).matches for name in PAGE_NAMES] == [True] * 5
    assert [KUBELET.explain(PAGE_KEY, name).matches for name in PAGE_NAMES] == [True] * 3 + [False] * 2


@pytest.mark.parametrize(
    ("key", "kubelet", "documented"),
    [
        ("https://r.io/", "r.io", "r.io"),
        ("http://r.io/v1/", "r.io", "r.io"),
        ("r.io/v2/team", "r.io/team", "r.io/team"),
        ("r.io/v1", "r.io/v1", "r.io/v1"),
        ("r.io/team/", "r.io/team/", "r.io/team/"),
        ("HTTPS://r.io", "HTTPS://r.io", "HTTPS://r.io"),
        ("exampl?.com", "exampl", "exampl?.com"),
        ("exampl[a-e].com", None, "exampl[a-e].com"),
        ("user:pw@r.io/x", "r.io/x", "r.io/x"),
    ],
)
def test_reads_a_key(key, kubelet, documented):
    assert KUBELET.read(key) == kubelet
    assert DOCUMENTED.read(key) == documented


@pytest.mark.parametrize(
    ("key", "image", "reason"),
    [
        ("r.io", "r.io/a", "host and port fit"),
        ("r.io/te", "r.io/team", "host and port fit, and the path '/te' is a prefix"),
        ("*.io", "a.b.io/x", "'*.io' has 2 labels and 'a.b.io' has 3 labels: the numbers must be equal"),
        ("*", "a.io/x", "'*' has 1 label and 'a.io' has 2 labels: the numbers must be equal"),
        ("r.io", "r.io:5000/a", "the key has no port and the image port 5000: ports must be equal"),
        ("r.io:1", "r.io/a", "the key has port 1 and the image no port: ports must be equal"),
        ("r.io/*", "r.io/a", "the path '/*' is no prefix of '/a'"),
        ("R.io", "r.io/a", "the label 'R' does not fit 'r'"),
        ("r.com", "r.io/a", "the label 'com' does not fit 'io'"),
        (
            "r?.io",
            "ro.io/a",
            "'r' has 1 label and 'ro.io' has 2 labels: the numbers must be equal; Go cuts the key off at its ?",
        ),
        ("r.io/v1", "r.io/a", "the path '/v1' is no prefix of '/a'; /v1/ is only cut off with its last slash"),
        ("[::1]", "[::1]/a", "the label '[::1]' does not fit '[::1]'"),
        (
            "a b.io",
            "a.io/x",
            "the kubelet ignores the key, since Go refuses it: "
            'parse "https://a b.io": invalid character " " in host name',
        ),
    ],
)
def test_the_kubelet_gives_its_reason(key, image, reason):
    verdict = KUBELET.explain(key, image)
    assert verdict.reason == reason
    assert verdict.matches == reason.startswith("host")
    assert not verdict.go_decides


@pytest.mark.parametrize(
    ("key", "image", "fits"),
    [
        ("exampl?.com", "example.com/a", True),
        ("exampl[a-e].com", "example.com/a", True),
        ("*", "a.b.io:5000/x", True),
        ("r.io", "r.io:5000/x", False),
        ("r.io:*", "r.io:5000/x", True),
        ("*/x", "r.io/y", False),
        ("https://*.io/v1/", "a.b.io/y", True),
    ],
)
def test_the_documented_pattern_covers_the_whole_host_with_its_port(key, image, fits):
    assert DOCUMENTED.explain(key, image).matches is fits
    assert DOCUMENTED.fits(DOCUMENTED.read(key), image) is fits


def test_the_documented_pattern_gives_its_reason():
    assert DOCUMENTED.explain("r.io/te", "r.io/team").reason == "host and port fit, and the path '/te' is a prefix"
    assert DOCUMENTED.explain("*.com", "r.io/a").reason == "the pattern '*.com' does not match the host 'r.io'"
    assert DOCUMENTED.explain("r.io/x", "r.io/a").reason == "the path '/x' is no prefix of '/a'"


def test_brackets_depend_on_the_go_of_the_kubelet_and_it_says_so():
    verdict = KUBELET.explain("exampl[a-e].com", "example.com/a")
    assert not verdict.matches
    assert verdict.read_as is None
    assert verdict.go_decides
    assert (
        "the version of Go that the kubelet was built with decides (older: fits, 1.24.11: no, 1.26.6: no)"
        in verdict.reason
    )


def test_brackets_that_fit_under_no_go_decide_nothing():
    assert not KUBELET.explain("exampl[x-z].com", "example.com/a").go_decides
    assert not KUBELET.explain("[::1]:5000", "[::1]:5000/a").go_decides


def test_a_backslash_escapes_as_documented_and_spoils_the_key_for_a_kubelet():
    assert DOCUMENTED.explain(r"exampl\e.com", "example.com/a").matches
    assert not DOCUMENTED.explain(r"\*.com", "example.com/a").matches
    verdict = KUBELET.explain(r"exampl\e.com", "example.com/a")
    assert (verdict.matches, verdict.read_as) == (False, None)
    assert "since Go refuses it" in verdict.reason


def test_a_later_go_refuses_a_second_colon():
    assert KUBELET.read("r.io:1:2") == "r.io:1:2"
    assert KubeletRule(GO_1_26).read("r.io:1:2") is None


def verdicts(key, image):
    return [rule.explain(key, image) for rule in MATCHING_RULES.values()]


def test_every_rule_speaks_under_its_own_name():
    assert [verdict.rule for verdict in verdicts("r.io", "r.io/a")] == list(MATCHING_RULES) == ["kubelet", "documented"]


@pytest.mark.parametrize(
    "key", ["me:hunter2@r.io", "https://me:hun/hunter2@r.io", "me:hunter2 @r.io", "me/hunter2%@r.io"]
)
def test_a_password_in_a_key_is_never_shown(key):
    assert "hunter2" not in str(verdicts(key, "r.io/a"))
    assert "hunter2" not in str(verdicts(key, "me/a"))
