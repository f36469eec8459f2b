"""A scenario's Simulation document, written again with everything that was taken for granted."""

from imagesim.rules.calendar import DEFAULT_START
from imagesim.rules.golang.dates import rfc3339
from imagesim.scenarios.reading.quantities import format_duration, format_size
from imagesim.scenarios.values.scenario import Scenario
from imagesim.scenarios.world.writing import Document, speed_text, world_document


def simulation_document(scenario: Scenario) -> Document:
    """The Simulation that makes a scenario of this name, duration and defaults."""
    spec = {
        "title": scenario.title,
        "question": scenario.question,
        "topic": scenario.topic,
        "look": list(scenario.look),
        "start": rfc3339(scenario.start) if scenario.start != DEFAULT_START else None,
        "duration": format_duration(scenario.duration_s),
        "seed": scenario.seed,
        "kubernetesVersion": scenario.kubernetes_version,
        "containerdVersion": scenario.containerd_version,
        "admission": list(scenario.admission),
        "failurePolicy": None if scenario.failure_policy == "Ignore" else scenario.failure_policy,
        "defaults": {
            "imageSize": format_size(scenario.default_image_size),
            "latency": format_duration(scenario.default_latency_s),
            "bandwidth": speed_text(scenario.default_bandwidth),
        },
        "assumptions": list(scenario.assumptions),
        "notModelled": list(scenario.not_modelled),
    }
    return world_document("Simulation", scenario.name, spec)
