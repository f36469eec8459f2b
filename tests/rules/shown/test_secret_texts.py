import time

import pytest

from imagesim.rules.shown.secret_texts import pairs_hidden, quotes_hidden, quotes_left_out, secrets_hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://u:PW@r.example/app", "https://...@r.example/app"),
        ("see git+ssh://TOKEN@host/x now", "see git+ssh://...@host/x now"),
        ("u:PW@r.example", "...@r.example"),
        ("u:PW@localhost", "...@localhost"),
        ("u:PW@r:5000", "...@r:5000"),
        ("u:PW@r/app", "...@r/app"),
        ("u:PW@r.example/app@latest", "...@r.example/app@latest"),
        ("Registry/u:PW@r.example: spec", "Registry/...@r.example: spec"),
        ("u:p@ss@r.example/app", "...@r.example/app"),
        ("u:PW/x@r.example/app", "...@r.example/app"),
        ("u:PW@r.example/app@sha256:0123", "...@r.example/app@sha256:0123"),
        ("'u:PW@r.example' is wrong", "'...@r.example' is wrong"),
        ("https://a/b?sv=1&sig=PW&ns=docker.io", "https://a/b?sv=...&sig=...&ns=docker.io"),
        ("https://a/b#access_token=PW", "https://a/b#access_token=..."),
        ("Authorization: Bearer eyJhbGciOi1", "Authorization: Bearer ..."),
        ("Basic YWxpY2U6cHcx", "Basic ..."),
    ],
)
def test_logins_signatures_and_tokens_are_hidden(text: str, shown: str) -> None:
    assert secrets_hidden(text) == shown
    assert secrets_hidden(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "docker.io/library/nginx:1.27@sha256:0123",
        "localhost:5000/app:v1@sha512:0123",
        "host:5000/app@latest",
        "nginx:1.27@latest",
        "team/app:v1@sha256",
        "host:5000/app@x.y/z",
        "https://reg.example/app@sha256:0123",
        "me@mail.example",
        "git@github.com:org/repo",
        "https://auth.docker.io/token?scope=repository%3Alibrary%2Fx%3Apull&service=registry.docker.io: 429",
        "GET /v2/app/manifests/v1?ns=docker.io",
        "Basic authentication is asked for",
        "a: b, c=d",
    ],
)
def test_names_that_hold_none_stay(text: str) -> None:
    assert secrets_hidden(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("password:PW", "password:..."),
        ("--db-password=PW x", "--db-password=..."),
        ('{"apiKey": "PW"}', '{"apiKey": "...'),
        ("my-token : PW", "my-token : ..."),
        ("image:nginx", "image:nginx"),
        ("secret-app:v1", "secret-app:v1"),
        ("password", "password"),
    ],
)
def test_what_follows_a_word_for_a_secret_is_hidden_in_what_people_wrote(text: str, shown: str) -> None:
    assert pairs_hidden(text) == pairs_hidden(shown) == shown


def test_a_sentence_of_ours_is_looked_at_in_its_quotes_alone() -> None:
    assert quotes_hidden("""failed to get a token: no field "token: PW" in 'x'""").startswith(
        'failed to get a token: no field "token: ...'
    )


@pytest.mark.parametrize("piece", ["a://", ":", "?", "a:1/", "@sha1:", "token ", "'", "u:p@", "?a=b&", "Bearer "])
def test_time_grows_with_the_length_alone(piece: str) -> None:
    text = piece * (400_000 // len(piece)) + "@"
    begin = time.process_time()
    secrets_hidden(text), pairs_hidden(text), quotes_hidden(text)
    assert time.process_time() - begin < 5.0


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("did not find expected ',' or ']'", "did not find expected ',' or ']'"),
        ("expected '<document start>', but found 'PW'", "expected '<document start>', but found a word"),
        ("Cannot declare ('header', 'PW') twice (at line 3, column 4)",
         "Cannot declare (a word, a word) twice (at line 3, column 4)"),
    ],
)  # fmt: skip
def test_what_a_library_repeats_of_a_text_is_left_out(said: str, shown: str) -> None:
    assert quotes_left_out(said) == shown


def test_the_counts_of_a_probe_are_no_parameters() -> None:
    probe = "http-get http://:8080 delay=0s #success=1 #failure=3"
    assert secrets_hidden(probe) == probe
    assert secrets_hidden("https://host/x?success=hunter2") == "https://host/x?success=..."
