"""The controller of CronJobs: a Job at each time of a schedule (pkg/controller/cronjob of Kubernetes 1.36)."""
