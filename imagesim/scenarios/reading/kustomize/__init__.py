"""kustomization.yaml: what it lists, and what kustomize would change in it (kustomize v5.8.1)."""
