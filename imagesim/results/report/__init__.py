"""Texts for a terminal, as kubectl would print them; plain, without colours.

    report.pods(records)                    like kubectl get pods -o wide
    report.events(records)                  like kubectl events
    report.describe_pod(records, "web-0")   like kubectl describe pod web-0
    report.summary(records)                 the run in a few lines
    report.recovery(records)                who waited for what after a disturbance
    report.assumptions(scenario)            what was assumed and what is not modelled
    report.look(scenario)                   what its author says to look at
    report.timeline(records)                what people and fate did, and when

Ages count back from the end of the run.
"""

from imagesim.results.report.events_text import events
from imagesim.results.report.pod_description import describe_pod
from imagesim.results.report.pods_text import pods
from imagesim.results.report.recovery_text import recovery
from imagesim.results.report.summary_text import assumptions, look, summary
from imagesim.results.report.timeline_text import timeline

__all__ = ["assumptions", "describe_pod", "events", "look", "pods", "recovery", "summary", "timeline"]
