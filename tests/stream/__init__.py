"""The kubelet's streams: events, pulls and statuses of a simulated pod held against those of a real kubelet."""
