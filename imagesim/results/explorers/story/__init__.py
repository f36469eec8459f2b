"""Explains the pods of a run: for each container the decisions that its kubelet took, and the rule behind each.

print(explain_pod(result.scenario, result.records, "web-").text())
"""

from imagesim.results.explorers.story.pod import ContainerStory, PodStory, explain_pod

__all__ = ["ContainerStory", "PodStory", "explain_pod"]
