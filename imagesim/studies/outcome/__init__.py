"""What comes out of a study: estimates with intervals, as rows, text, picture, files and JSON."""
