"""`python -m tests.use_cases` writes docs/use-cases.md anew and prints it."""

from tests.use_cases.page import PAGE, page

if __name__ == "__main__":
    text = page()
    PAGE.write_text(text, encoding="utf-8")
    print(text, end="")
