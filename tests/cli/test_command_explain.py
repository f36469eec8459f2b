"""`imagesim explain`, and the Kubernetes page's own example from end to end."""

import pytest

# As a shell makes them of the page's two here-documents: no apiVersion and kind in the kustomization.
POD = """\
apiVersion: v1
kind: Pod
metadata:
  name: foo
  namespace: awesomeapps
spec:
  containers:
    - name: foo
      image: janedoe/awesomeapp:v1
  imagePullSecrets:
    - name: myregistrykey
"""
KUSTOMIZATION = """\
resources:
- pod.yaml
"""


@pytest.fixture
def page(tmp_path):
    """The folder that somebody has who follows the page."""
    (tmp_path / "pod.yaml").write_text(POD)
    (tmp_path / "kustomization.yaml").write_text(KUSTOMIZATION)
    return tmp_path


def test_the_page_s_pod_and_kustomization_run_as_they_stand(imagesim, page):
    done = imagesim("run", page, "--expect", "ready by 5m")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Unable to retrieve some image pull secrets (myregistrykey)" in done.stdout
    assert 'Successfully pulled image "janedoe/awesomeapp:v1"' in done.stdout


def test_the_page_s_pod_is_explained(imagesim, page):
    done = imagesim("explain", page, "--pod", "foo")
    assert (done.exit_code, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert "Pod awesomeapps/foo on workers-" in said
    assert "valid; the node asks docker.io for docker.io/janedoe/awesomeapp:v1" in said
    assert "IfNotPresent: the manifest has none, and the tag is v1, not latest" in said
    assert "none fits: one anonymous pull Not in namespace awesomeapps, and passed over: myregistrykey." in said


def test_a_secret_made_by_the_command_makes_the_page_complete(imagesim, page):
    form = ("--docker-server=docker.io", "--docker-username=janedoe", "--docker-password=open-sesame")
    made = imagesim("secret", "docker-registry", "myregistrykey", *form, "-n", "awesomeapps")
    (page / "secret.yaml").write_text(made.stdout)
    (page / "kustomization.yaml").write_text(KUSTOMIZATION + "- secret.yaml\n")
    done = imagesim("explain", page, "--pod", "foo")
    assert "1. user janedoe, key docker.io, of Secret awesomeapps/myregistrykey" in done.stdout
    assert "open-sesame" not in done.stdout


def test_a_time_and_a_setting_are_heard(imagesim):
    done = imagesim("explain", "registry-outage", "--pod", "web-", "--at", "6m")
    assert ", 6m after the start: " in done.stdout
    assert "an attempt between 6m20s and 6m36s" in done.stdout
    path = "Deployment/shop/web:spec.template.spec.containers[0].imagePullPolicy=Always"
    done = imagesim("explain", "registry-outage", "--pod", "web-", "--set", path)
    assert "Always: the manifest says so" in done.stdout


def test_a_pod_that_is_not_there_is_a_mistake(imagesim):
    done = imagesim("explain", "moved-tag", "--pod", "nobody")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith('Error: pods "nobody" not found')
