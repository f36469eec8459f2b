"""World documents: what stands around the manifests. One room for each kind of document."""
