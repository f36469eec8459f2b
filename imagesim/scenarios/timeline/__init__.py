"""The Timeline document: what happens while a run lasts."""
