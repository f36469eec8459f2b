"""Ways to have runs computed: in this process, in processes of this machine, by an executor, on a Dask cluster.

All give the same numbers for the same job and seed, so which one is taken shows in no table.
"""
