"""The static site: what makes it of the package, the lessons and the docs. `make site` calls it."""
