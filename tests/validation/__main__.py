"""`python -m tests.validation`: run every comparison and write docs/validation.md."""

from tests.validation.measuring import measured
from tests.validation.page import page
from tests.validation.rows import PAGE

if __name__ == "__main__":
    PAGE.write_text(page(measured()), encoding="utf-8")
    print(f"{PAGE} is written")
