"""Who may pull: docker configs, the keyring and its keys, Secrets, service accounts, plugins."""
