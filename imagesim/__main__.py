"""`python -m imagesim`: the same as the command `imagesim`."""

from imagesim.cli.entry import main

if __name__ == "__main__":
    main()
