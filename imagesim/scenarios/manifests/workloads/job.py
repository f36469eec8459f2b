"""Job manifests: read as Jobs, defaulted and validated, and written again.

The defaults are those of k8s.io/kubernetes pkg/apis/batch/v1/defaults.go, the rules those of pkg/apis/batch/validation.
A container of a Job that nothing else is said of ends well after a while: a Job that never ends is of no use.
"""

from dataclasses import replace
from typing import Any

from imagesim.rules.api import kinds
from imagesim.rules.api.objects import Job, PodTemplate
from imagesim.rules.units import Seconds
from imagesim.rules.workloads.job import INDEXED, NON_INDEXED, ONLY_FAILED, TERMINATING_OR_FAILED
from imagesim.scenarios.leaving_out import given
from imagesim.scenarios.manifests.app_annotations import ends_by_itself
from imagesim.scenarios.manifests.decoding import Decoding
from imagesim.scenarios.manifests.field_names import METADATA, POD_SPEC, names, object_fields
from imagesim.scenarios.manifests.manifest_kind import ManifestKind
from imagesim.scenarios.manifests.metadata import object_name, read_metadata, write_metadata
from imagesim.scenarios.manifests.template import read_pod_template, write_template
from imagesim.scenarios.notes import Notes
from imagesim.scenarios.reading.fields import Field

RUNS_FOR_S = 10.0
"""How long a container of a Job runs if no annotation says it."""
_ENDS = f"A container of a Job exits successfully {RUNS_FOR_S:g} s after it started, unless an annotation says more."
_NO_LIMIT = 2**31 - 1
_RESTART_POLICIES = ("OnFailure", "Never")
_UNMODELLED = {
    "podFailurePolicy": "every pod that fails counts",
    "successPolicy": "all completions are needed",
    "managedBy": "the Job controller makes the pods",
}

JOB_SPEC = names(
    """parallelism completions activeDeadlineSeconds podFailurePolicy successPolicy backoffLimit backoffLimitPerIndex
    maxFailedIndexes selector manualSelector ttlSecondsAfterFinished completionMode suspend podReplacementPolicy
    managedBy""",
    template={"metadata": METADATA, "spec": POD_SPEC},
)


def read_job(whole: Field, decoding: Decoding) -> Job:
    """Return the Job of a manifest. Raises ScenarioError for what the API server refuses."""
    job = read_job_spec(whole["spec"], read_metadata(whole), object_name(whole), decoding)
    return replace(job, labels=whole["metadata"]["labels"].labels() or job.template.labels)


def read_job_spec(spec: Field, names: tuple[str, str], where: str, decoding: Decoding) -> Job:
    """Return the Job of those *names*, namespace and name, with that *spec*, which is one of the object *where*.

    ScenarioError for a mistake in it.
    """
    namespace, name = names
    if not spec["template"].given:
        raise spec["template"].error("Required value: a Job needs a template", show=False)
    _check_restart_policy(spec["template"]["spec"])
    mode = spec["completionMode"].choice((NON_INDEXED, INDEXED), NON_INDEXED)
    _note_unmodelled(spec, where, decoding.notes)
    template = read_pod_template(spec["template"], where, decoding, _RESTART_POLICIES)
    return Job(
        namespace=namespace,
        name=name,
        completions=_completions(spec, mode),
        parallelism=spec["parallelism"].integer(1),
        backoff_limit=spec["backoffLimit"].integer(_NO_LIMIT if spec["backoffLimitPerIndex"].given else 6),
        backoff_limit_per_index=_per_index(spec["backoffLimitPerIndex"], mode),
        max_failed_indexes=_max_failed_indexes(spec, mode),
        completion_mode=mode,
        pod_replacement_policy=_replacement_policy(spec),
        deadline_s=_seconds(spec["activeDeadlineSeconds"]),
        ttl_s=_seconds(spec["ttlSecondsAfterFinished"]),
        suspend=spec["suspend"].boolean(),
        template=_that_ends(template, decoding.notes),
    )


def write_job(job: Job) -> dict[str, Any]:
    """The manifest of a Job."""
    metadata = write_metadata(job.labels, (), name=job.name, namespace=job.namespace)
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": write_job_spec(job)}


def write_job_spec(job: Job) -> dict[str, Any]:
    """The spec as a manifest has it."""
    return given(
        {
            "completions": job.completions,
            "parallelism": job.parallelism,
            "backoffLimit": job.backoff_limit,
            "backoffLimitPerIndex": job.backoff_limit_per_index,
            "maxFailedIndexes": job.max_failed_indexes,
            "completionMode": job.completion_mode,
            "podReplacementPolicy": job.pod_replacement_policy,
            "activeDeadlineSeconds": _whole(job.deadline_s),
            "ttlSecondsAfterFinished": _whole(job.ttl_s),
            "suspend": job.suspend,
            "template": write_template(job.template),
        }
    )


def _check_restart_policy(pod: Field) -> None:
    if pod.given and not pod["restartPolicy"].given:
        rule = "Required value: a Job's pods do not always restart"
        raise pod["restartPolicy"].error(rule, suggestion=f"write {' or '.join(_RESTART_POLICIES)}", show=False)


def _completions(spec: Field, mode: str) -> int | None:
    completions, parallelism = spec["completions"], spec["parallelism"]
    if completions.given:
        return completions.integer(1)
    if mode == INDEXED:
        rule = f"Required value: when completion mode is {INDEXED}"
        raise completions.error(rule, suggestion="write how many indexes there are", show=False)
    return None if parallelism.given else 1


def _per_index(field: Field, mode: str) -> int | None:
    if not field.given:
        return None
    if mode != INDEXED:
        raise field.error("requires indexed completion mode", suggestion=f"write completionMode: {INDEXED}")
    return field.integer(0)


def _max_failed_indexes(spec: Field, mode: str) -> int | None:
    most = _per_index(spec["maxFailedIndexes"], mode)
    if most is None:
        return None
    if not spec["backoffLimitPerIndex"].given:
        raise spec["backoffLimitPerIndex"].error("Required value: when maxFailedIndexes is specified", show=False)
    if most > spec["completions"].integer(1):
        raise spec["maxFailedIndexes"].error("must be less than or equal to completions")
    return most


def _replacement_policy(spec: Field) -> str:
    default = ONLY_FAILED if spec["podFailurePolicy"].given else TERMINATING_OR_FAILED
    return spec["podReplacementPolicy"].choice((TERMINATING_OR_FAILED, ONLY_FAILED), default)


def _seconds(field: Field) -> Seconds | None:
    return float(field.integer(0)) if field.given else None


def _whole(seconds: Seconds | None) -> int | None:
    return None if seconds is None else int(seconds)


def _that_ends(template: PodTemplate, notes: Notes) -> PodTemplate:
    """The template whose containers end."""
    containers = template.spec.containers
    if all(ends_by_itself(container) for container in containers):
        return template
    notes.assume(_ENDS)
    ending = tuple(replace(each, usually_runs_for_s=RUNS_FOR_S) for each in containers)
    return replace(template, spec=replace(template.spec, containers=ending))


def _note_unmodelled(spec: Field, where: str, notes: Notes) -> None:
    for name, instead in _UNMODELLED.items():
        if spec[name].given:
            notes.not_modelled(name, where, instead)


JOB = ManifestKind(
    kind=kinds.JOB,
    fields=object_fields(JOB_SPEC),
    value=Job,
    read=read_job,
    write=write_job,
    held_in="workloads",
)
