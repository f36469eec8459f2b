from imagesim.rules.api.objects import Container, Deployment, Labels, PodSpec, PodTemplate

SPEC = PodSpec(containers=(Container(name="a", image="a:v1", image_pull_policy="Always"),))
NONE: Labels = ()


def test_what_a_deployment_leaves_out_is_what_the_api_server_fills_in():
    deployment = Deployment(namespace="ns", name="web", template=PodTemplate(spec=SPEC))
    assert (deployment.replicas, deployment.paused, deployment.selector) == (1, False, NONE)
    assert (deployment.strategy, deployment.max_surge, deployment.max_unavailable) == ("RollingUpdate", "25%", "25%")
    assert (deployment.min_ready_s, deployment.progress_deadline_s, deployment.revision_history_limit) == (0, 600, 10)


def test_what_a_pod_leaves_out_is_what_the_api_server_fills_in():
    assert (SPEC.restart_policy, SPEC.service_account_name, SPEC.node_name) == ("Always", "default", "")


def test_a_container_is_no_sidecar_and_ends_well_unless_it_says_otherwise():
    container = SPEC.containers[0]
    assert (container.restart_policy, container.probes, container.app) == ("", None, None)
