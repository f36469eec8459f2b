"""The work of a pod's sync that takes time: its steps one after another, and the end of all that runs."""

import simpy

from imagesim.engine.api.api_pod import ApiPod
from imagesim.engine.kubelet.image_manager import NOTHING_ENSURED, Emit
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import Images
from imagesim.engine.kubelet.waiting import Wait
from imagesim.rules.pods import kubelet_texts as texts
from imagesim.rules.pods.sync import Done, EnsureImage, KillContainer, StartContainer, Steps, with_paths


def carry_out(
    steps: Steps, env: simpy.Environment, pod: ApiPod, containers: PodContainers, images: Images, emit: Emit
) -> Wait:
    """Do all *steps* of a sync of *pod*, each when the one before is done."""
    ensured = NOTHING_ENSURED
    try:
        step = next(steps)
        while True:
            if isinstance(step, EnsureImage):
                # The answer is kept for the container that StartContainer names next.
                ensured = yield from images.ensure_image_exists(pod, step.container, emit, step.field_path)
                done = Done(env.now, ensured.reason, ensured.message)
            elif isinstance(step, StartContainer):
                containers.start(step.container, ensured.version, runs=ensured.runs)
                done = Done(env.now)
            elif isinstance(step, KillContainer):
                yield from containers.stop(step.name)
                done = Done(env.now)
            else:
                containers.create_sandbox()
                done = Done(env.now)
            step = steps.send(done)
    except StopIteration:
        return


def stop_all(pod: ApiPod, containers: PodContainers, emit: Emit) -> Wait:
    """Stop all containers of *pod* that run, and wait for their ends."""
    running = containers.running()
    for container, path in with_paths(pod.spec):
        if container.name in running:
            emit(texts.killing(container.name), path)
    yield from containers.stop(*running)
