"""Single objects as `kubectl describe` tells of them, as far as they are modelled.

Models k8s.io/kubectl/pkg/describe/describe.go of 1.32 to 1.36. What is not modelled (addresses, ports, environment,
resources, tolerations, quality of service) is left out; a line that is there says what kubectl's would.
"""
