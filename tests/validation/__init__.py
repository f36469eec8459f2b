"""docs/validation.md: what imagesim was held against, and what came of it. `python -m tests.validation` writes it.

`rows` turns what a comparison found into a row of a table, `words` says what was recorded and where imagesim is known
to be off, `page` puts it all together, `measuring` runs every comparison. The suite runs the comparisons anyway, each
where it belongs, so each of those tests holds its own row of the page, and tests/validation the rest of it.
"""
