"""A registry that is out again and again remembers the outages that still matter, and no others."""

from imagesim.engine.registry.faults import FaultBook
from imagesim.scenarios.values.registry_service import Fault


def outage(begin: float, end: float, transport: str = "refused") -> Fault:
    return Fault(from_s=begin, until_s=end, transport=transport)  # type: ignore[arg-type]


def test_an_outage_that_is_over_is_forgotten_when_the_next_begins() -> None:
    book = FaultBook()
    for begin in range(1000):
        book.outages.begin(outage(begin, begin + 0.5))
    assert len(book.outages._lasting) == 1
    assert book.hides(999.2, "")
    assert not book.hides(999.7, "")


def test_an_outage_within_another_ends_and_the_other_goes_on() -> None:
    book = FaultBook()
    book.outages.begin(outage(0, 100, "reset"))
    book.outages.begin(outage(10, 20))
    assert [getattr(book.of("GET", "blob", now), "transport", "") for now in (5, 15, 25, 100)] == [
        "reset",
        "refused",
        "reset",
        "",
    ]


def test_an_unknown_authority_hides_nothing_from_whoever_does_not_verify() -> None:
    book = FaultBook()
    book.outages.begin(outage(0, 50))
    book.outages.begin(outage(10, 100, "unknown-authority"))
    for verifies, transport in ((True, "unknown-authority"), (False, "refused")):
        found = book.of("GET", "blob", 20, verifies=verifies)
        assert found is not None
        assert found.transport == transport
