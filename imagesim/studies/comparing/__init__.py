"""Comparisons: scenarios side by side, run with the same seeds."""
