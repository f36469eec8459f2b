"""What happened and when, in lines."""

from imagesim.engine.record_book import RecordBook
from imagesim.engine.records import CauseRecord, VainEvent
from imagesim.results import report


def test_what_happened_and_what_came_to_nothing_stand_in_the_order_of_time() -> None:
    book = RecordBook()
    book.causes += [
        CauseRecord(9.0, 9.0, "push", "a", "push b over a", "push"),
        CauseRecord(90.0, 90.0, "x", "", "x", "x"),
    ]
    book.vain_events.append(VainEvent(60.0, "debug Pod/a/b", "there was no such pod"))
    assert str(report.timeline(book.close(100.0))).splitlines() == [
        "Timeline:",
        "   9 s  push b over a",
        "  60 s  debug Pod/a/b (in vain: there was no such pod)",
        "  90 s  x",
    ]


def test_a_run_in_which_nobody_did_anything_says_so() -> None:
    assert str(report.timeline(RecordBook().close(1.0))) == "Timeline:\n  nothing happened"
