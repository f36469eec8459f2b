"""What every component gets from client-go: back-off, the token bucket, the thinning of events."""
