"""What happens over time: SimPy processes that write records. Knows nothing of files, tables or pictures.

From the outside in: `cluster` (API server, scheduler, controllers), `node` (the kubelet), `containerd` (its runtime),
`registry` (what it asks), `network` (what the bytes cross). `run` wires them, `timeline` disturbs them.
"""
