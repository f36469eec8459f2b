"""What containerd says when it cannot make a pod's sandbox for want of the sandbox image (the pause image).

Read in source (not measured): RunPodSandbox of pkg/cri/server (1.6, 1.7), of internal/cri/server/podsandbox (2.0 to
2.2), and ensurePauseImageExists of internal/cri/server/sandbox_run.go (2.3).
"""

from imagesim.rules.containerd.texts.failure import DEADLINE_EXCEEDED, RuntimeFailure
from imagesim.rules.golang.text import quote
from imagesim.rules.versions import ContainerdBehaviour


def no_sandbox_image(
    behaviour: ContainerdBehaviour, image: str, sandbox_id: str, pull: RuntimeFailure
) -> RuntimeFailure:
    """The sandbox *sandbox_id* needs *image*, as it is configured, and its *pull* failed."""
    text = f"failed to pull image {quote(image)}: {pull.text}"
    if not behaviour.pause_image_before_sandbox:
        text = f"failed to get sandbox image {quote(image)}: {text}"
        if behaviour.sandbox_text_names_id:
            text = f"failed to start sandbox {quote(sandbox_id)}: {text}"
    return RuntimeFailure(code=pull.code, text=text)


def sandbox_timed_out() -> RuntimeFailure:
    """RunPodSandbox was not answered in the time that the kubelet gives it."""
    return RuntimeFailure(code=DEADLINE_EXCEEDED, text="context deadline exceeded")
