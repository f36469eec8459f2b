"""Explorers: one decision, taken apart and put into words, the same for the terminal and for the lessons."""
