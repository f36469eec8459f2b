"""What `kubectl get -o yaml` prints beside the specs: what is over, and what a workload here makes itself."""
