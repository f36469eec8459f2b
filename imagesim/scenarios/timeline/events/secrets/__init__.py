"""What befalls Secrets and ServiceAccounts: one module an event."""
