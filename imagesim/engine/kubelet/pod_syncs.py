"""What a kubelet does of its own accord at the syncs of a pod, and whether it syncs again where all is well."""

from imagesim.engine.api.api_pod import TERMINAL, ApiPod
from imagesim.engine.kubelet.pod_containers import PodContainers
from imagesim.engine.kubelet.pod_services import PodServices
from imagesim.rules.pods.actions import ContainerStates, PodActions, pod_actions
from imagesim.rules.pods.probing import Probed


def actions_of(
    services: PodServices, pod: ApiPod, containers: PodContainers, states: ContainerStates, probed: Probed
) -> PodActions:
    """What there is to do for the pod whose containers stand so."""
    return pod_actions(
        pod.spec,
        states,
        has_sandbox=containers.sandbox_s is not None,
        changed_sidecars_restart=services.behaviour.changed_sidecar_restarts,
        probed=probed,
    )


def resyncs(services: PodServices, pod: ApiPod, probed: Probed) -> bool:
    """Whether a sync that finds everything well is repeated, each 60 to 90 s, as something comes of it.

    It asks for the images of image volumes, says which pull secrets are missing, and looks at what is not ready. Of a
    pod that has ended nothing comes any more.
    """
    if pod.phase in TERMINAL:
        return False
    behaviour = services.behaviour
    if probed.unready or services.resyncs_always:
        return True
    if pod.spec.image_volumes and behaviour.image_volumes_by_default and behaviour.image_volumes_ensured_each_sync:
        return True
    return bool(pod.spec.image_pull_secrets) and services.missing_secrets.before(pod) is not None
