"""`imagesim match`: the answer in the exit code, no password anywhere, mistakes in Go's words."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
GLOB, PREFIXES = EXAMPLES / "one-glob-key.json", EXAMPLES / "two-prefix-keys.json"


@pytest.mark.parametrize(
    ("config", "image", "rule", "code"),
    [
        (GLOB, "my-registry.io/images/my-image", "kubelet", 0),
        (GLOB, "sub.my-registry.io/images/my-image", "kubelet", 1),
        (GLOB, "sub.my-registry.io/images/my-image", "documented", 0),
        (GLOB, "my-registry.io/other", "documented", 1),
        (PREFIXES, "my-registry.io/images/subpath/my-image", "kubelet", 0),
        (PREFIXES, "Bad/Name", "kubelet", 1),
    ],
)
def test_the_exit_code_answers_by_the_chosen_rule(config: Path, image: str, rule: str, code: int, imagesim):
    done = imagesim("match", config, "--image", image, "--rule", rule)
    assert (done.exit_code, done.stderr) == (code, "")
    assert image in done.stdout


@pytest.mark.parametrize("rule", ["kubelet", "documented"])
def test_the_five_names_of_the_kubernetes_page(rule, imagesim):
    names = ["", "/my-image", "/another-image"]
    images = [f"my-registry.io/images{name}" for name in names]
    images += [f"{host}.my-registry.io/images/my-image" for host in ("sub", "a.sub")]
    for config, fits in ((GLOB, [0, 0, 0, 1, 1] if rule == "kubelet" else [0] * 5), (PREFIXES, [0, 0, 0, 1, 1])):
        assert [imagesim("match", config, "--image", image, "--rule", rule).exit_code for image in images] == fits


def test_the_kubelet_s_rule_is_the_default(imagesim):
    call = ("match", GLOB, "--image", "sub.my-registry.io/images/my-image")
    assert imagesim(*call).exit_code == 1
    assert imagesim(*call).stdout == imagesim(*call, "--rule", "kubelet").stdout


def test_one_image_without_a_credential_is_a_no(imagesim):
    both = ["--image", "my-registry.io/images/x", "--image", "quay.io/x"]
    done = imagesim("match", PREFIXES, *both)
    assert done.exit_code == 1
    assert "1. user alice, password secret-" in done.stdout
    assert "No credential fits: one anonymous pull." in done.stdout


def test_no_password_is_printed(imagesim):
    done = imagesim("match", PREFIXES, "--image", "my-registry.io/images/subpath/x")
    for hidden in ("open-sesame", "rabbit-hole", "YWxpY2U6b3Blbi1zZXNhbWU="):
        assert hidden not in done.stdout


def test_what_a_kubelet_ignores_is_noted(imagesim, tmp_path: Path):
    config = tmp_path / "config.json"
    config.write_text('{"auths": {"https://index.docker.io/v1/": {}}, "credsStore": "desktop"}')
    done = imagesim("match", config, PREFIXES, "--image", "nginx")
    assert done.exit_code == 0
    assert "1. no user, no password, key https://index.docker.io/v1/" in done.stdout
    assert "credsStore is ignored" in done.stdout
    assert "no user and no password; a kubelet tries it all the same" in done.stdout
    assert "A kubelet reads one docker config of its node" in done.stdout


@pytest.mark.parametrize(
    ("version", "hint"),
    [
        ("1.32", "in a Secret, Kubernetes 1.32 makes this text an ErrImagePull, with back-off"),
        ("1.36", "in a Secret, Kubernetes 1.36 shows this text as the waiting reason, without a pull"),
    ],
)
def test_a_config_that_cannot_be_decoded_is_one_message_with_the_file(
    version: str, hint: str, imagesim, tmp_path: Path
):
    config = tmp_path / "config.json"
    config.write_text('{"auths": {"a.io": {"auth": "hunter2!"}}}')
    done = imagesim("match", config, "--image", "a.io/x", "--kubernetes", version)
    error = f"Error: {config}: is no docker config: illegal base64 data at input byte 7; {hint}\n"
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", error)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["match", "nowhere.json", "--image", "x"], "nowhere.json: the file cannot be read: No such file"),
        (["match", GLOB, "--image", "x", "--kubernetes", "1.20"], "--kubernetes: unknown Kubernetes version '1.20'"),
        (["match", GLOB, "--image", "x", "--rule", "docs"], "Invalid value for '--rule'"),
        (["match", GLOB], "Missing option '--image'"),
    ],
)
def test_other_mistakes_are_2_as_well(arguments: list[object], message: str, imagesim):
    done = imagesim(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
