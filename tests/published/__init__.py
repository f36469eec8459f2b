"""Holds simulated pulls against published measurements of real clusters: `python -m tests.published`.

`measurements` are the figures and where they were read, `running` pulls the same images on as many simulated nodes,
with one preset of parameters for each cloud.
"""
