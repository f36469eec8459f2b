import pytest

from imagesim.rules.reference import ImageReference, InvalidImageName

SHA = "sha256:" + "7cc4b5ae" * 8


@pytest.mark.parametrize(
    ("text", "repository", "tag", "digest"),
    [
        ("nginx", "docker.io/library/nginx", None, None),
        ("nginx:1.27", "docker.io/library/nginx", "1.27", None),
        ("team/app", "docker.io/team/app", None, None),
        ("docker.io/nginx", "docker.io/library/nginx", None, None),
        ("index.docker.io/nginx", "docker.io/library/nginx", None, None),
        ("example.com", "docker.io/library/example.com", None, None),
        ("example.com:5000/team/app:v1", "example.com:5000/team/app", "v1", None),
        ("localhost/app", "localhost/app", None, None),
        ("Foo/bar", "Foo/bar", None, None),
        ("[::1]:5000/app", "[::1]:5000/app", None, None),
        ("a_b.com/d", "a_b.com/d", None, None),
        (f"app:v1@{SHA}", "docker.io/library/app", "v1", SHA),
    ],
)
def test_finds_repository_tag_and_digest(text, repository, tag, digest):
    reference = ImageReference.parse(text)
    assert (reference.repository, reference.tag, reference.digest) == (repository, tag, digest)


@pytest.mark.parametrize(
    ("text", "sent", "stored"),
    [
        ("nginx", "nginx:latest", "docker.io/library/nginx:latest"),
        ("nginx:1.27", "nginx:1.27", "docker.io/library/nginx:1.27"),
        ("localhost:5000/latest", "localhost:5000/latest:latest", "localhost:5000/latest:latest"),
        (f"nginx@{SHA}", f"nginx@{SHA}", f"docker.io/library/nginx@{SHA}"),
        (f"nginx:1.27@{SHA}", f"nginx:1.27@{SHA}", f"docker.io/library/nginx@{SHA}"),
    ],
)
def test_the_kubelet_adds_a_tag_and_containerd_drops_it_beside_a_digest(text, sent, stored):
    reference = ImageReference.parse(text)
    assert (reference.with_default_tag, reference.fully_qualified) == (sent, stored)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("docker.io/library/nginx:1.27", "nginx:1.27"),
        ("docker.io/team/app", "team/app"),
        ("library/nested/app", "library/nested/app"),
        ("docker.io/a.b/app", "a.b/app"),  # upstream's own ambiguity: typed again, this is on a registry a.b
        ("example.com/library/nginx", "example.com/library/nginx"),
    ],
)
def test_the_familiar_form_is_what_people_type(text, short):
    assert ImageReference.parse(text).familiar == short


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "invalid reference format"),
        ("nginx latest", "invalid reference format"),
        ("a..b", "invalid reference format"),
        ("nginx\n", "invalid reference format"),
        ("nginx:" + "t" * 129, "invalid reference format"),
        ("Nginx", "invalid reference format: repository name (library/Nginx) must be lowercase"),
        ("A_b/c", "repository name must be lowercase"),
        ("\u0130.com/x", "repository name must be lowercase"),
        ("a" * 248, "repository name must not be more than 255 characters"),
        ("a" * 64, f"invalid repository name ({'a' * 64}), cannot specify 64-byte hexadecimal strings"),
        ("nginx@sha256:" + "a" * 32, "invalid checksum digest length"),
        ("nginx@sha256:" + "A" * 64, "invalid checksum digest format"),
        ("nginx:1@SHA256:" + "a" * 64, "invalid checksum digest format"),
        ("nginx@md5:" + "a" * 32, "unsupported digest algorithm"),
    ],
)
def test_says_why_a_text_is_no_reference_in_the_kubelets_words(text, why):
    with pytest.raises(InvalidImageName) as caught:
        ImageReference.parse(text)
    assert str(caught.value).startswith("couldn't parse image name \"")
    assert str(caught.value).endswith(f'": {why}')


@pytest.mark.parametrize("tag", ["v1.42.0", "V1", "_", "_.-", "v..1__2--3.-_", "0" * 128])
def test_a_tag_may_not_begin_with_a_dot_or_a_dash_and_has_no_other_rule_about_separators(tag):
    assert ImageReference.parse(f"shop/web:{tag}").tag == tag
    for first in ".-":
        with pytest.raises(InvalidImageName, match=r": invalid reference format$"):
            ImageReference.parse(f"shop/web:{first}{tag[1:]}")


def test_an_unprintable_name_is_quoted_as_go_quotes_it():
    with pytest.raises(InvalidImageName, match=r'^couldn\'t parse image name "a\\tb\\x00": invalid'):
        ImageReference.parse("a\tb\x00")


def test_a_long_hostile_text_is_refused_quickly():
    with pytest.raises(InvalidImageName):
        ImageReference.parse("a-" * 20_000 + "/" + "b-" * 20_000 + "!")
