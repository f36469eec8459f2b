"""Sweeps: one scenario with values of some of its fields varied, every combination run again and again."""
