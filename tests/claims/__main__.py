"""`python -m tests.claims` writes docs/claims.md anew; with `--by-lesson` it prints what each lesson has to teach."""

import sys

from tests.claims.page import PAGE, by_lesson, page

if __name__ == "__main__":
    if sys.argv[1:] == ["--by-lesson"]:
        print(by_lesson(), end="")
    else:
        PAGE.write_text(page(), encoding="utf-8")
