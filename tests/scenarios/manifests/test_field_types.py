"""Fields that nothing here reads, of another type than the API server decodes."""

from collections.abc import Callable

import pytest

from imagesim.scenarios.values.scenario import Scenario

Loaded = Callable[..., Scenario]
Mistake = Callable[..., str]

POD = (
    "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: [{{name: c, image: b{container}}}]{spec}}}\n"
)


def with_container(field: str) -> str:
    return POD.format(container=f", {field}", spec="")


@pytest.mark.parametrize(
    ("field", "said"),
    [
        (
            "env: [{name: P, value: 8080}]",
            "env[0].value: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string"
            "; put it in quotes",
        ),
        (
            "env: [{name: P, value: yes}]",
            "env[0].value: cannot unmarshal bool into Go struct field EnvVar.spec.containers.env.value of type string; "
            "put it in quotes",
        ),
        (
            "args: [--port, 8080]",
            "args[1]: cannot unmarshal number into Go struct field Container.spec.containers.args of type string; "
            "put it in quotes",
        ),
        (
            "command: /bin/true",
            "command: cannot unmarshal string into Go struct field Container.spec.containers.command of type []string; "
            "begin each item with a dash",
        ),
        (
            "ports: [{containerPort: '80'}]",
            "ports[0].containerPort: cannot unmarshal string into Go struct field "
            "ContainerPort.spec.containers.ports.containerPort of type int32; write it without quotes",
        ),
        (
            "livenessProbe: {periodSeconds: 1.5}",
            "livenessProbe.periodSeconds: cannot unmarshal number into Go struct field "
            "Probe.spec.containers.livenessProbe.periodSeconds of type int32",
        ),
        (
            "workingDir: {a: b}",
            "workingDir: cannot unmarshal object into Go struct field "
            "Container.spec.containers.workingDir of type string",
        ),
    ],
)
def test_a_value_of_another_type_is_refused_in_the_decoder_s_words(mistake: Mistake, field: str, said: str) -> None:
    assert mistake(with_container(field)) == f"file.yaml:4: Pod/a: spec.containers[0].{said}"


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("hostNetwork: 'true'", "hostNetwork: cannot unmarshal string into {}.hostNetwork of type bool"),
        ("priority: 3000000000", "priority: cannot unmarshal number into {}.priority of type int32"),
        ("hostname: 5", "hostname: cannot unmarshal number into {}.hostname of type string"),
    ],
)
def test_the_pod_spec_is_looked_at_too(mistake: Mistake, spec: str, said: str) -> None:
    assert mistake(POD.format(container="", spec=f", {spec}")).startswith(
        f"file.yaml:4: Pod/a: spec.{said.format('Go struct field PodSpec.spec')}"
    )


def test_a_number_in_the_environment_is_not_shown(mistake: Mistake) -> None:
    assert "20261129" not in mistake(with_container("env: [{name: PIN, value: 20261129}]"))


def test_a_template_is_looked_at_like_a_pod(mistake: Mistake, deployment: str) -> None:
    text = deployment + "          env:\n            - name: P\n              value: 8080\n"
    assert mistake(text) == (
        "file.yaml:21: Deployment/shop/web: spec.template.spec.containers[0].env[0].value: cannot unmarshal number "
        "into Go struct field EnvVar.spec.template.spec.containers.env.value of type string; put it in quotes"
    )


@pytest.mark.parametrize(
    "field",
    [
        "env: [{name: P, value: '8080'}, {name: Q}, {name: R, value: null}, {name: S, valueFrom: {fieldRef: {}}}]",
        "ports: [{containerPort: 80.0, hostPort: 0}], tty: false, args: []",
        "resources: {requests: {cpu: 1, memory: 64Mi}}",
        "env: null, command: null",
    ],
)
def test_values_that_the_decoder_takes_are_no_mistake(loaded: Loaded, field: str) -> None:
    assert loaded(with_container(field)).pods
