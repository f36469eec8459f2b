"""What comes out: records become tidy tables, measures, pictures and reports."""
