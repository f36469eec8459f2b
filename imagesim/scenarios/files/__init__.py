"""Files of other programs that a world document names: hosts.toml, docker configs."""
