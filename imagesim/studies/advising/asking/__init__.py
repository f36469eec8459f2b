"""What registries say of the names that manifests have, asked as each node would ask."""
