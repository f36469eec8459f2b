"""Nothing in rules that nobody runs, and what the recorded rows certify is what the engine runs."""

from itertools import chain

from tests.rules.used_names import attributes, files, functions, imported, module_of, public, used

USED_BY_ROWS_ALONE = {
    "imagesim.rules.images.verification_policy.pattern_error": "VerificationPolicy, of the same module, asks it",
    "imagesim.rules.workloads.deletion_queue.deletion_order": "a DeletionQueue, which ReplicaSets run, emptied at once",
    "imagesim.rules.workloads.replica_set.deletion_cost": "no document has the annotation so far",
}
"""Functions that conformance calls and imagesim does not, each with the reason."""

UNUSED = {
    "imagesim.rules.credentials.key_matching.explain_key": "the lesson Who may pull asks it",
}
"""Names that nobody uses, each with the reason."""


def dead_names() -> list[str]:
    """Public names of rules that neither imagesim nor conformance uses."""
    users = [*files("imagesim"), *files("tests/conformance")]
    names, behind_dots = set(chain(*map(used, users))), set(chain(*map(attributes, users)))
    return [
        f"{module_of(path)}.{name}"
        for path in files("imagesim/rules")
        for name in public(path)
        if (name.rpartition(".")[2] not in behind_dots if "." in name else (module_of(path), name) not in names)
    ]


def shadow_rules() -> list[str]:
    """Functions of rules that a check of conformance imports and that nothing in imagesim outside their module uses."""
    defined = {(module_of(path), name): path for path in files("imagesim/rules") for name in functions(path)}
    certified = set(chain(*(imported(path).values() for path in files("tests/conformance")))) & set(defined)
    return sorted(
        f"{module}.{name}"
        for module, name in certified
        if not any((module, name) in used(path) for path in files("imagesim") if path != defined[module, name])
    )


def test_every_public_name_of_rules_is_used():
    assert dead_names() == list(UNUSED)


def test_what_the_recorded_rows_certify_is_what_the_engine_runs():
    assert shadow_rules() == list(USED_BY_ROWS_ALONE)
