"""Texts as kubectl prints them, and simulated pods whose next attempt is known."""

import imagesim
from imagesim.engine.run import run
from imagesim.results.report import describe_pod

SIMULATION = {"apiVersion": "imagesim/v1", "kind": "Simulation", "metadata": {"name": "s"}}
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p", "namespace": "default"},
    "spec": {"containers": [{"name": "web", "image": "reg.example/app:v1"}]},
}
POOL = {"apiVersion": "imagesim/v1", "kind": "NodePool", "metadata": {"name": "n"}, "spec": {"count": 1}}


def scenario(duration_s: float, *, version: str = "1.36", takes_ms: int = 200):
    """A pod whose pulls all fail, each after so many milliseconds."""
    faults = [{"object": "manifests/*", "delay": f"{takes_ms}ms"}]
    registry = {
        "apiVersion": "imagesim/v1",
        "kind": "Registry",
        "metadata": {"name": "reg.example"},
        "spec": {"latency": "5ms", "faults": faults},
    }
    spec = {"duration": f"{duration_s}s", "kubernetesVersion": version}
    return imagesim.load(SIMULATION | {"spec": spec}, POD, POOL, registry)


def described(duration_s: float, *, version: str = "1.36", takes_ms: int = 200, seed: int = 1) -> str:
    """What `kubectl describe pod` of that version prints of it after *duration_s*."""
    records = run(scenario(duration_s, version=version, takes_ms=takes_ms), seed=seed)
    return str(describe_pod(records, "p", version=version))


OLD = """\
Name:\t\tweb-0
Namespace:\tshop
Node:\t\tnode-1/10.0.0.7
Status:\t\tPending
Containers:
  web:
    Image:\t\tr.example/web:v2
    State:\t\tWaiting
      Reason:\t\tImagePullBackOff
    Ready:\t\tFalse
    Restart Count:\t0
Events:
  FirstSeen\tLastSeen\tCount\tFrom\t\t\tSubObjectPath\t\tType\t\tReason\t\tMessage
  ---------\t--------\t-----\t----\t\t\t-------------\t\t--------\t------\t\t-------
  4m\t\t4m\t\t1\tdefault-scheduler\t\t\tNormal\t\tScheduled\tSuccessfully assigned web-0 to node-1
  4m\t1m\t5\tkubelet, node-1\tspec.containers{web}\tNormal\t\tPulling\t\tpulling image "r.example/web:v2"
  4m\t1m\t5\tkubelet, node-1\tspec.containers{web}\tWarning\tFailed\tFailed to pull image "r.example/web:v2": not found
  4m\t8s\t12\tkubelet, node-1\tspec.containers{web}\tNormal\tBackOff\tBack-off pulling image "r.example/web:v2"
"""
"""As kubectl printed it up to 1.10 or so: tabs, and columns of their own for the two ages."""

TABLE = """\
NAMESPACE   LAST SEEN   TYPE      REASON      OBJECT      MESSAGE
shop        3m12s       Normal    Scheduled   pod/web-0   Successfully assigned shop/web-0 to node-1
shop        97s         Normal    Pulling     pod/web-0   Pulling image "nginx:1.99"
shop        96s         Warning   Failed      pod/web-0   Failed to pull image "nginx:1.99": not found
shop        96s         Warning   Failed      pod/web-0   Error: ErrImagePull
shop        5s          Normal    BackOff     pod/web-0   Back-off pulling image "nginx:1.99"
"""
