"""All pictures side by side, to be looked at: `python -m tests.pictures OUT`."""
