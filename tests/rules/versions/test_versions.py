import pytest

from imagesim.rules.versions import (
    CONTAINERD_VERSIONS,
    DEFAULT_CONTAINERD,
    DEFAULT_KUBERNETES,
    KUBERNETES_VERSIONS,
    containerd,
    containerd_facts,
    kubernetes,
    kubernetes_facts,
)


def test_the_default_versions_are_in_the_tables():
    assert kubernetes(DEFAULT_KUBERNETES).version == "1.36"
    assert containerd(DEFAULT_CONTAINERD).release == "2.3.4"


@pytest.mark.parametrize(("ask", "known"), [(kubernetes, KUBERNETES_VERSIONS), (containerd, CONTAINERD_VERSIONS)])
def test_an_unknown_version_is_told_the_known_ones(ask, known):
    with pytest.raises(ValueError, match="unknown") as caught:
        ask("9.9")
    assert "'9.9'" in str(caught.value)
    assert all(version in str(caught.value) for version in known)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("started_message", ["Started container {name}"] * 4 + ["Container started"] * 3),
        ("verifies_pulled_images", [False, False, False, False, True, True, True]),
        ("keyring_error_counts_as_pull_error", [True, True, False, False, False, False, False]),
        ("keyring_before_presence", [False, False, True, False, False, False, False]),
        (
            "created_message",
            ["Created container {name}", *["Created container: {name}"] * 3, *["Container created"] * 3],
        ),
        ("present_suffix", [""] * 4 + [" and can be accessed by the pod"] * 3),
        ("credentials_before_verification", [False, False, True, True, False, False, False]),
        ("credentials_in_groups", [False, False, True, True, True, True, True]),
        ("service_account_tokens_for_plugins", [False, False, False, True, True, True, True]),
        ("crash_backoff_maximum_configurable", [False, False, False, False, True, True, True]),
        ("reports_config_pod_sandbox", [True, True, True, True, True, False, False]),
        ("image_volumes_by_default", [False, False, False, False, True, True, True]),
        ("image_volumes_checked_in_templates", [False, False, False, False, False, False, True]),
        ("image_locality_counts_volumes", [False, False, False, False, False, True, True]),
        ("image_locality_bound_counts_volumes", [False, False, False, False, False, False, True]),
        ("untolerated_taint_is_named", [True, True, True, False, False, False, False]),
        ("claims_before_preemption", [False, False, False, True, True, True, True]),
        ("scheduler_waits_out_back_off", [True, True, False, False, False, False, False]),
        ("gc_shortfall_explains", [False, False, False, False, True, True, True]),
        ("static_pods_may_not_list_secrets", [False, False, False, True, True, True, True]),
        ("relist_after_start", [False, False, False, False, False, True, True]),
        ("crash_backoff_requeues_at_expiry", [False, False, False, False, True, True, True]),
        ("asks_for_image_with_any_policy", [True, False, False, False, False, False, False]),
        ("back_off_names_last_error", [False, True, True, True, True, True, True]),
        ("events_thinned_by_type", [False, True, True, True, True, True, True]),
        ("scaling_says_from_to", [False, True, True, True, True, True, True]),
        ("missing_secret_told_after_failed_pull", [False, False, False, False, False, False, True]),
        ("image_volumes_ensured_each_sync", [True, True, True, True, True, True, False]),
        ("changed_sidecar_restarts", [False, True, True, True, True, True, True]),
        ("node_monitor_grace_s", [40.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0]),
    ],
)
def test_kubernetes_changes_in_the_release_that_the_facts_name(name, values):
    assert [getattr(kubernetes(version), name) for version in KUBERNETES_VERSIONS] == values


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("tries_429", [6, 6, 6, 6, 6, 5]),
        ("tries_5xx_last_host", [1, 1, 1, 2, 2, 2]),
        ("transport_tries", [1, 1, 1, 1, 1, 5]),
        ("slots_per_node", [False, False, False, True, True, True]),
        ("status_text_names_request", [False, True, True, True, True, True]),
        ("diff_id_text_names_both", [False, False, False, False, True, True]),
        ("transfer_service", [False, False, False, True, True, True]),
        ("body_text_names_request", [False, False, False, True, True, True]),
        ("missing_credentials_named", [False, True, True, True, True, True]),
        ("short_read_counts_bytes", [False, False, False, True, True, True]),
        ("extract_text_names_snapshot", [False, False, False, True, True, True]),
        ("uppercase_text_names_repository", [False, True, True, True, True, True]),
        ("fetches_every_entry", [False, False, False, True, True, True]),
        ("classified_texts_are_formats", [True, False, False, False, False, False]),
        ("followers_lose_parents", [True, False, False, False, False, False]),
        ("artifacts_are_pulled", [False, True, True, True, True, True]),
        ("sandbox_image_pinned", [False, True, True, True, True, True]),
        ("pause_image_before_sandbox", [False, False, False, False, False, True]),
        ("sandbox_text_names_id", [False, False, True, True, True, True]),
        ("takes_schema_1", [True, True, False, False, False, False]),
        ("get_after_head_403", [False, False, False, False, False, True]),
        ("blobs_fallback_only_after_404", [False, False, True, False, True, True]),
        ("most_relevant_error_wins", [False, False, True, True, True, True]),
        ("response_header_timeout_s", [None, None, None, None, None, 30]),
        ("slots_cover_manifests", [False, False, False, True, True, True]),
        ("layers_in_order", [True, True, True, False, False, False]),
        ("progress_timeout_s", [None, 300, 300, 300, 300, 300]),
    ],
)
def test_containerd_changes_in_the_release_that_the_facts_name(name, values):
    assert [getattr(containerd(version), name) for version in CONTAINERD_VERSIONS] == values


@pytest.mark.parametrize(
    ("facts", "versions"), [(kubernetes_facts(), KUBERNETES_VERSIONS), (containerd_facts(), CONTAINERD_VERSIONS)]
)
def test_every_behaviour_says_what_it_means_and_how_each_column_is_known(facts, versions):
    ways = {"recorded", "measured", "source read", "changelog", "KEP", "no change found"}
    for fact in facts:
        assert fact.meaning
        assert fact.source
        assert tuple(fact.values) == tuple(fact.known) == versions, fact.name
        assert set(fact.known.values()) <= ways


def test_the_code_of_the_newest_kubernetes_was_read_in_part_only_and_every_row_says_so():
    known = {fact.name: fact.known["1.37"] for fact in kubernetes_facts()}
    assert [name for name, how in known.items() if how == "source read"] == [
        "events_thinned_by_type",
        "describe_names_thresholds",
    ]
    assert [name for name, how in known.items() if how == "changelog"] == [
        "relist_after_start",
        "image_volumes_checked_in_templates",
        "image_locality_counts_volumes",
        "image_locality_bound_counts_volumes",
        "static_pods_may_not_list_secrets",
        "missing_secret_told_after_failed_pull",
        "image_volumes_ensured_each_sync",
        "describe_names_containers",
        "node_monitor_grace_s",
    ]
    assert "recorded" not in known.values()


def test_kubernetes_131_was_read_in_source():
    known = {fact.name: fact.known["1.31"] for fact in kubernetes_facts()}
    assert known.pop("describe_names_containers") == "changelog"  # kubectl's own code was not read
    assert known.pop("node_monitor_grace_s") == "changelog"  # from the change to 50 s in 1.32
    assert set(known.values()) == {"source read"}


def test_two_columns_of_the_kubernetes_table_were_recorded_and_three_containerds_measured():
    started = next(fact for fact in kubernetes_facts() if fact.name == "started_message")
    assert [version for version, how in started.known.items() if how == "recorded"] == ["1.32", "1.36"]
    tries = next(fact for fact in containerd_facts() if fact.name == "tries_429")
    assert [version for version, how in tries.known.items() if how == "measured"] == ["1.6", "1.7", "2.3"]
