from hypothesis import given, settings
from hypothesis import strategies as st

from imagesim.rules.admission.pull_policy import default_pull_policy
from imagesim.rules.golang.text import quote
from imagesim.rules.reference import ImageReference, InvalidImageName

LABELS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
DOMAINS = st.builds(
    lambda labels, port: ".".join(labels) + port,
    st.lists(LABELS, min_size=2, max_size=3),
    st.sampled_from(["", ":80", ":5000"]),
) | st.sampled_from(["", "localhost", "docker.io", "index.docker.io", "Registry", "[::1]:5000"])
PATHS = st.lists(
    st.from_regex(r"[a-z0-9]{1,4}([._]|__|-{1,3})?[a-z0-9]{1,4}", fullmatch=True), min_size=1, max_size=3
).map("/".join)
TAGS = st.from_regex(r"(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,20})?", fullmatch=True)
DIGESTS = st.sampled_from(["", "@sha256:" + "0f" * 32, "@sha512:" + "9c" * 64])
NAMES = st.builds(
    lambda domain, path, tag, digest: (f"{domain}/" if domain else "") + path + tag + digest,
    DOMAINS,
    PATHS,
    TAGS,
    DIGESTS,
)
HOSTILE = st.text(alphabet=st.sampled_from("aB0._-:/@[]% \n\u0130é"), max_size=30)


def refused(text):
    try:
        ImageReference.parse(text)
    except InvalidImageName as error:
        return str(error)
    return ""


@settings(deadline=None)
@given(NAMES)
def test_a_normal_form_parses_to_itself(name):
    normal = ImageReference.parse(name).fully_qualified
    assert ImageReference.parse(normal).fully_qualified == normal


@settings(deadline=None)
@given(NAMES)
def test_what_the_kubelet_sends_is_what_containerd_stores(name):
    reference = ImageReference.parse(name)
    assert ImageReference.parse(reference.with_default_tag).fully_qualified == reference.fully_qualified


@settings(deadline=None)
@given(HOSTILE)
def test_any_text_is_a_reference_or_is_refused_with_the_text_quoted(text):
    refusal = refused(text)
    if refusal:
        assert refusal.startswith(f"couldn't parse image name {quote(text)}: ")
        assert default_pull_policy(text) == "IfNotPresent"
    else:
        assert refused(ImageReference.parse(text).fully_qualified) == ""
