"""What the API server refuses, and in which words: pods, templates, and updates of pods."""
