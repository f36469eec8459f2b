"""How it comes about what befalls Secrets and ServiceAccounts: one handler an event."""
