"""docs/claims.md: every command there shows what its points say."""

import re
import shlex

import pytest

from tests.claims.reading import ROOT, Claim, read_claims
from tests.cli.conftest import Command

SHOWN = [claim for claim in read_claims().all if claim.run]
COMMANDS = list(dict.fromkeys(claim.run for claim in SHOWN))


def lacking(claim: Claim, output: str) -> bool:
    """Whether *output* does not have all that the point shows, in its order; spaces count once."""
    texts = (re.escape(" ".join(text.split())) for text in claim.shows)
    return re.search(".*?".join(texts), " ".join(output.split())) is None


@pytest.mark.parametrize("command", COMMANDS)
def test_the_command_shows_the_points(command: str, imagesim: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = imagesim(*shlex.split(command)[1:])
    claims = [claim for claim in SHOWN if claim.run == command]
    assert {claim.exit for claim in claims} == {done.exit_code}, done.output
    assert [claim.id for claim in claims if lacking(claim, done.output)] == [], done.output


def test_what_is_not_shown_or_in_another_order_is_missed() -> None:
    assert not lacking(Claim("a/1", shows=["1/1 Running", "x"]), "web  1/1   Running\nx")
    assert lacking(Claim("a/1", shows=["x", "web"]), "web x")
    assert lacking(Claim("a/1", shows=["y"]), "web x")
