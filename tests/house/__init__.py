"""The rules of the house, read from the files of a package: nothing of it is imported.

`imports` reads who imports whom, `circles` finds what goes round in one, `sizes` counts, `raising` finds functions that
raise and do not say so. `python -m tests.house [FOLDER]` prints the figures; tests/test_house.py holds them.
"""
