"""Digests of texts and bytes."""

from imagesim.rules.digests import digest_of


def test_a_digest_is_that_of_the_bytes():
    empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest_of("") == digest_of(b"") == empty
    assert digest_of("é") == digest_of(b"\xc3\xa9") != digest_of("e")
