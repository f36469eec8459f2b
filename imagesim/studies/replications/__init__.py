"""Replications: the same settings run again and again with common random numbers, anywhere, each run once.

`work` is what happens in a process that computes, `runners` are the ways to have it done, `folder` keeps what is done,
and `replicate` puts them together.
"""
