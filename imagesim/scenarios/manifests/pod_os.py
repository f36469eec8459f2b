"""The field `os` of a pod spec, and what a pod of that system may not set.

Models validateOS, validateLinux and validateWindows of pkg/apis/core/validation/validation.go. Without the field
nothing of this is checked.
"""

from imagesim.scenarios.reading.fields import Field

_NAMES = ("linux", "windows")
_NOT_ON_WINDOWS = "Forbidden: cannot be set for a windows pod"
_NOT_ON_LINUX = "Forbidden: windows options cannot be set for a linux pod"
_OF_BOTH = ("appArmorProfile", "seLinuxOptions", "seccompProfile", "runAsUser", "runAsGroup")
_OF_A_POD = (
    *_OF_BOTH,
    *("fsGroup", "fsGroupChangePolicy", "sysctls", "supplementalGroups", "supplementalGroupsPolicy"),
    "seLinuxChangePolicy",
)
_OF_A_CONTAINER = (
    *_OF_BOTH,
    *("capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount"),
)
_GROUPS = ("initContainers", "containers", "ephemeralContainers")


def read_pod_os(spec: Field) -> str:
    """The name in the field, "" where there is none. Raises ScenarioError for what the API server refuses."""
    if not spec.has("os"):
        return ""
    field = spec["os"]
    name = field["name"].text()
    if not name:
        raise field["name"].error("Required value", show=False)
    field["name"].choice(_NAMES, "")
    contexts = [each["securityContext"] for group in _GROUPS for each in spec[group].items()]
    if name == "linux":
        for context in (spec["securityContext"], *contexts):
            _refuse(context["windowsOptions"], _NOT_ON_LINUX)
    else:
        _check_windows(spec, contexts)
    return name


def _check_windows(spec: Field, contexts: list[Field]) -> None:
    for place in ("hostUsers", "shareProcessNamespace"):
        _refuse(spec[place], _NOT_ON_WINDOWS)
    for place in ("hostPID", "hostIPC"):
        if spec[place].value:  # false is what it is anyway
            _refuse(spec[place], _NOT_ON_WINDOWS)
    for place in _OF_A_POD:
        field = spec["securityContext"][place]
        if place != "sysctls" or field.value:  # an empty list has none
            _refuse(field, _NOT_ON_WINDOWS)
    for context in contexts:
        for place in _OF_A_CONTAINER:
            _refuse(context[place], _NOT_ON_WINDOWS)


def _refuse(field: Field, rule: str) -> None:
    if field.given:
        raise field.error(rule, show=False)
