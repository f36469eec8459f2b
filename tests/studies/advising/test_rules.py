"""Every rule finds its fault, and none finds anything in a clean bundle; each shows what it says."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

import imagesim
from imagesim.cli.app import app
from imagesim.studies.advising.advice import ALL_RULES, advise, printed
from imagesim.studies.advising.finding import Finding, Rule
from imagesim.studies.advising.table import RULES
from tests.studies.advising.clean import WEB, Json, clean, deployment, manifest, of, pod_spec, secret, world, write
from tests.studies.advising.planted import PLANTED, Planted

CASES = [
    pytest.param(rule, case, id=f"{rule}-{place}")
    for rule, cases in PLANTED.items()
    for place, case in enumerate(cases)
]


def found(documents: list[Json]) -> list[Finding]:
    return list(advise(*documents).findings)


def rules(documents: list[Json]) -> set[str]:
    return {finding.rule for finding in found(documents)}


def typed(command: str) -> Result:
    program, *arguments = shlex.split(command)
    assert program == "imagesim"
    return CliRunner().invoke(app, arguments)


def test_nothing_is_said_of_a_clean_bundle_that_pins_digests():
    assert found(clean()) == []


def test_a_fault_of_each_kind_is_planted():
    assert list(PLANTED) == list(RULES)


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_planted_fault_is_found_once_and_at_its_place(rule: str, case: Planted, tmp_path: Path):
    documents = clean()
    case.plant(documents)
    file = write(documents, tmp_path / "bundle.yaml")
    of_rule = [finding for finding in advise(file).findings if finding.rule == rule]
    assert [(each.place.object, each.place.field) for each in of_rule] == [(case.object, case.field)]
    (finding,) = of_rule
    assert finding.sentence.endswith(".")
    assert "" not in (finding.mend, finding.fact, finding.source, finding.command)


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_finding_names_the_line_of_its_field(rule: str, case: Planted, tmp_path: Path):
    documents = clean()
    case.plant(documents)
    file = write(documents, tmp_path / "bundle.yaml")
    place = next(each.place for each in advise(file).findings if each.rule == rule)
    line = file.read_text(encoding="utf-8").split("\n")[(place.line or 0) - 1]
    last = re.findall(r"[^.\[\]]+", place.field)[-1:] or ["apiVersion"]
    assert place.file == str(file)
    assert last[0] in line or line.lstrip().startswith("- "), line


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=lambda rule: rule.id)
def test_the_command_of_a_rule_runs_and_shows_its_words(rule: Rule):
    code, words = SHOWN[rule.id]
    done = typed(rule.shown_by)
    assert done.exit_code == code, done.output
    assert re.search(".*?".join(map(re.escape, words)), done.stdout, re.DOTALL), done.stdout


SHOWN: dict[str, tuple[int, list[str]]] = {
    "invalid-name": (0, ["InvalidImageName", "couldn't parse image name"]),
    "latest-tag": (0, ["registry.example/shop/web:latest", "Push"]),
    "latest-not-followed": (1, ["not met"]),
    "mutable-tag": (1, ["not met"]),
    "policy-frozen": (0, [":latest, the image when the object was created"]),
    "digest-with-always": (0, ["0 of 4 ready"]),
    "secret-elsewhere": (0, ["FailedToRetrieveImagePullSecret"]),
    "secret-missing": (0, ["(nowhere); attempting to pull the image may not succeed"]),
    "secret-type": (0, ["tools", "ImagePullBackOff"]),
    "account-secrets-unused": (0, ["secrets (other)"]),
    "key-never-fits": (0, ["none fits: one anonymous pull"]),
    "login-without-user": (0, ["user (none)", "no basic auth credentials"]),
    "verification-on-upgrade": (0, ["without", "pull access denied"]),
    "platform-missing": (0, ["no match for platform"]),
    "architecture-in-name": (0, ["Back-off restarting failed container"]),
    "only-on-node": (0, ["pull access denied"]),
    "gc-takes-never": (0, ["ErrImageNeverPull"]),
    "serial-pulls": (0, ["in 35ms (2m1."]),
    "pull-qps": (0, ["pull QPS exceeded"]),
    "anonymous-budget": (0, ["429 Too Many Requests"]),
    "mirror-without-tags": (0, ["connection refused", "0 of 1 ready"]),
    "image-volume-always": (0, ['Pulling image "registry.example/shop/model:v1"', "(x"]),
    "job-without-deadline": (0, ["0 of 1 ready (1 ImagePullBackOff)"]),
    "registry-absent": (0, ["not found"]),
    "registry-unauthorised": (0, ["pull access denied"]),
    "registry-rate-limited": (0, ["429 Too Many Requests"]),
    "registry-unreachable": (0, ["connection refused"]),
    "registry-failing": (0, ["503 Service Unavailable"]),
    "registry-platform": (0, ["no match for platform"]),
}
"""By rule the exit code of its command, and what it prints, in this order."""


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_command_on_the_users_own_files_runs(rule: str, case: Planted, tmp_path: Path):
    documents = clean()
    case.plant(documents)
    file = write(documents, tmp_path / "bundle.yaml")
    finding = next(each for each in advise(file).findings if each.rule == rule)
    if str(file) in finding.command:
        done = typed(finding.command)
        assert done.exit_code == 0, done.output
        assert OWN[rule] in done.stdout


OWN = {
    "invalid-name": "InvalidImageName",
    "secret-elsewhere": "FailedToRetrieveImagePullSecret",
    "platform-missing": "Back-off restarting failed container",
    "serial-pulls": "registry.example/open/big",
    "pull-qps": "pull QPS exceeded",
}
"""What a run of the user's own files prints, by the rules whose findings name one."""


def test_a_tag_of_a_whole_version_is_a_note_and_a_shorter_one_a_warning():
    documents = clean()
    for tag, severity in (("1.27", "warning"), ("stable", "warning"), ("v2", "warning"), ("v1.2.3", "note"),
                          ("1.27.3-alpine", "note"), ("20240131", "note"), ("9f2c1ab", "note")):  # fmt: skip
        pod_spec(documents)["containers"][0]["image"] = f"registry.example/shop/web:{tag}"
        assert [each.severity for each in found(documents) if each.rule == "mutable-tag"] == [severity], tag


def test_a_key_of_a_registry_of_which_nothing_is_pulled_is_nobodys_fault():
    documents = clean()
    of(documents, "Secret/regcred")["stringData"] = {
        ".dockerconfigjson": '{"auths": {"registry.example": {"username": "alice", "password": "p"}, '
        '"elsewhere.example": {"username": "a", "password": "b"}, "https://index.docker.io/v1/": {"auth": "YTpi"}}}'
    }
    assert rules(documents) == set()


def test_a_login_of_the_nodes_makes_a_pod_without_a_secret_good():
    documents = clean()
    documents.append(deployment("other", "guest", f"registry.example/shop/web@{WEB}"))
    config = {"auths": {"registry.example": {"username": "alice", "password": "canary-password"}}}
    for pool in ("amd", "arm"):
        of(documents, f"NodePool/{pool}")["spec"]["credentials"] = {"config": config}
    assert rules(documents) == set()


def test_an_image_for_one_platform_on_nodes_of_that_platform_is_fine():
    documents = clean()
    of(documents, "Image/web")["spec"] = {"digest": WEB, "manifests": [{"platform": "linux/amd64", "layers": ["30Mi"]}]}
    pod_spec(documents)["nodeSelector"] = {"kubernetes.io/arch": "amd64"}
    assert rules(documents) == set()


def test_a_missing_secret_is_a_note_where_no_secret_at_all_was_given():
    documents = [deployment("shop", "web", f"nginx@{WEB}", imagePullSecrets=[{"name": "regcred"}])]
    assert [(each.rule, each.severity) for each in found(documents)] == [("secret-missing", "note")]


def test_pinned_images_and_kubelets_without_gc_keep_what_never_needs():
    documents = clean()
    pod_spec(documents)["containers"][0]["imagePullPolicy"] = "Never"
    of(documents, "NodePool/amd")["spec"]["kubelet"] = {"imageGCHighThresholdPercent": 100}
    of(documents, "NodePool/arm")["spec"]["pinned"] = [f"registry.example/shop/web@{WEB}"]
    assert "gc-takes-never" not in rules(documents)


def test_a_budget_that_nodes_share_by_assumption_is_a_note():
    documents = clean()
    PLANTED["anonymous-budget"][0].plant(documents)
    del of(documents, "NodePool/amd")["spec"]["nat"]
    assert [each.severity for each in found(documents) if each.rule == "anonymous-budget"] == ["note"]


def test_a_cron_job_that_forbids_another_is_a_warning_without_a_deadline():
    documents = clean()
    PLANTED["job-without-deadline"][0].plant(documents)
    assert [each.severity for each in found(documents)] == ["note"]
    of(documents, "CronJob/nightly")["spec"]["concurrencyPolicy"] = "Forbid"
    assert [each.severity for each in found(documents)] == ["warning"]


def test_a_namespace_limits_what_is_looked_at():
    documents = clean()
    documents.append(deployment("other", "guest", "nginx"))
    assert {each.place.object for each in advise(*documents, namespace="other").findings} == {"Deployment/other/guest"}
    assert advise(*documents, namespace="shop").findings == ()


def test_findings_that_nobody_wants_are_left_out_and_counted():
    documents = clean()
    documents.append(deployment("other", "guest", "nginx:1.27"))
    advice = advise(*documents, ignore=["mutable-tag"])
    assert (advice.findings, advice.ignored) == ((), 1)
    assert advise(*documents, least="error").ignored == 1


def test_an_unknown_rule_is_a_mistake():
    with pytest.raises(imagesim.ScenarioError, match="did you mean mutable-tag"):
        advise(*clean(), ignore=["mutable-tags"])


@pytest.mark.parametrize("documents", [[world("NodePool", "workers", {"count": 1})], [secret("a", "b", {"auths": {}})]])
def test_nothing_to_look_at_is_a_mistake(documents: list[Json]):
    with pytest.raises(imagesim.ScenarioError, match="there is nothing to advise on"):
        advise(*documents)


def test_no_password_is_in_any_finding():
    for cases in PLANTED.values():
        for case in cases:
            documents = clean()
            case.plant(documents)
            assert "canary-password" not in yaml.safe_dump(advise(*documents).to_json_dict())


def test_a_registry_on_localhost_with_a_port_is_a_note_and_none_where_a_hosts_toml_says_who_answers():
    documents = [deployment("shop", "web", f"localhost:5000/web@{WEB}")]
    assert [(each.rule, each.severity) for each in found(documents)] == [("only-on-node", "note")]
    hosts = {"localhost:5000": {"mirrors": [{"host": "http://registry.example:5000"}]}}
    assert found([*documents, world("NodePool", "workers", {"count": 1, "hosts": hosts})]) == []


def test_a_docker_hub_whose_document_knows_no_limit_has_no_budget():
    documents = clean()
    PLANTED["anonymous-budget"][0].plant(documents)
    documents.append(world("Registry", "docker.io", {"repositories": {"library/nginx": {"tags": {"v1.0.0": "web"}}}}))
    assert "anonymous-budget" not in rules(documents)


def test_what_would_make_pods_and_is_not_modelled_is_said():
    template = deployment("shop", "web", "nginx")["spec"]["template"]
    rollout = manifest("Rollout", "shop", "web", spec={"replicas": 3, "template": template})
    rollout["apiVersion"] = "argoproj.io/v1alpha1"
    advice = advise(*clean(), rollout)
    assert advice.findings == ()
    assert any("Rollout" in sentence for sentence in advice.not_looked_at)
    assert "Not looked at: " in printed(advice)
