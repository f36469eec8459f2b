"""Dates as Go prints them."""

from imagesim.rules.golang.dates import rfc1123z


def test_rfc1123z_is_in_english_and_in_utc() -> None:
    assert rfc1123z(946685100) == "Sat, 01 Jan 2000 00:05:00 +0000"
    assert rfc1123z(1774771260) == "Sun, 29 Mar 2026 08:01:00 +0000"
