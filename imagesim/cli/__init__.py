"""The command line: the same functions, for a terminal."""
