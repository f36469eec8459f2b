"""Widgets for the lessons: controls, a plain function, a view. No logic of their own."""
