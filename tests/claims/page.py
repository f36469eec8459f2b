"""Writes docs/claims.md, and says of each lesson what it has to teach."""

from tests.claims.reading import ROOT, Claim, Claims, Section, read_claims

PAGE = ROOT / "docs" / "claims.md"
_HEAD = """# The page, executable

[Kubernetes' page on images](https://kubernetes.io/docs/concepts/containers/images/), point by point: every paragraph,
every item of a list and every example of it, in our own words. For each point: the lesson that teaches it, a command
that shows it, and the tests that would fail if imagesim did otherwise. Where a kubelet does otherwise than the page
says, or does more, that is said as well, with the numbers of the facts in `tests/facts.yaml`; imagesim does what the
kubelet does.

`python -m tests.claims` writes this page from `tests/claims/claims.yaml`. A test runs every command and asks for
every lesson, test and fact that is named here; the number of points in each section is fixed, so none can get lost.
Commands are for a clone of this repository.
"""


def page() -> str:
    """The whole page."""
    claims = read_claims()
    return "\n".join([_HEAD, _summary(claims), *(_section(section, claims) for section in claims.sections)])


def by_lesson() -> str:
    """For each lesson the points that it has to teach, for those who write it."""
    claims = read_claims()
    return "\n".join(_lesson(name, claims) for name in claims.lessons)


def _summary(claims: Claims) -> str:
    points = claims.all
    nothing = sum(bool(claim.nothing) for claim in points)
    differs = sum(bool(claim.differs) for claim in points)
    return (
        f"{len(points)} points in {len(claims.sections)} sections. {nothing} of them claim nothing; at {differs} "
        "a kubelet does otherwise, or more.\n"
    )


def _section(section: Section, claims: Claims) -> str:
    rows = ["| point | what it says | lesson | a command shows it | held by |", "| --- | --- | --- | --- | --- |"]
    rows += [_row(claim, claims) for claim in section.claims]
    return f"## {section.heading}\n\n[On the page]({section.url})\n\n" + "".join(f"{row}\n" for row in rows)


def _row(claim: Claim, claims: Claims) -> str:
    point = f'<a id="{claim.id.replace("/", "-")}"></a>`{claim.id}`'
    if claim.nothing:
        return f"| {point} | *Claims nothing.* {claim.nothing} | | | |"
    says = claim.claim
    if claim.differs:
        says += f"<br>**The kubelet:** {claim.differs} (facts {', '.join(claim.facts)})"
    shows = " … ".join(f"`{text.strip()}`" for text in claim.shows)
    code = f" (exit code {claim.exit})" if claim.exit else ""
    tests = "<br>".join(map(_test, claim.tests))
    return f"| {point} | {says} | {_title(claim.lesson, claims)} | `{claim.run}`<br>shows{code} {shows} | {tests} |"


def _title(lesson: str, claims: Claims) -> str:
    title = claims.lessons[lesson]
    return f"[{title}](../notebooks/{lesson}.ipynb)" if claims.lessons_are_there else title


def _test(name: str) -> str:
    """A test as a link whose text is its sentence."""
    path, _, function = name.partition("::")
    return f"[{function.removeprefix('test_').replace('_', ' ')}](../{path})"


def _lesson(name: str, claims: Claims) -> str:
    taught = claims.taught_by(name)
    lines = [f"{name}  {claims.lessons[name]}: {len(taught)} points" if taught else f"{name}  no point of the page"]
    for claim in taught:
        lines += [f"  {claim.id:18} {claim.claim}"]
        lines += [f"  {'':18}   kubelet: {claim.differs} ({', '.join(claim.facts)})"] if claim.differs else []
        lines += [f"  {'':18}   {claim.run}"]
    return "\n".join([*lines, ""])
