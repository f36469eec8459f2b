"""Cron schedules as github.com/robfig/cron v3 reads them, which CronJobs are written in.

No library is used: those for Python differ in what a day of month beside a day of week means, in what `N/step` is, in
which text is refused with which words, and in what happens to a time that a change of clocks skips or repeats.
"""
