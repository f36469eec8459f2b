import pytest

from imagesim.rules.admission.service_account import PodForbidden, service_account_admission
from imagesim.rules.api.objects import PodSpec
from imagesim.rules.credentials.service_account import ServiceAccount

ACCOUNTS = {
    "default": ServiceAccount(namespace="shop", name="default", image_pull_secrets=("a", "", "a")),
    "bare": ServiceAccount(namespace="shop", name="bare"),
    "strict": ServiceAccount(
        namespace="shop",
        name="strict",
        annotations=(("kubernetes.io/enforce-mountable-secrets", "true"),),
        image_pull_secrets=("a",),
    ),
}


def admitted(account: str = "", secrets: tuple[str, ...] = (), **request: object) -> PodSpec:
    spec = PodSpec(containers=(), service_account_name=account, image_pull_secrets=secrets)
    return service_account_admission(
        spec,
        lambda _, name: ACCOUNTS.get(name),
        namespace="shop",
        pod_name="web",
        **request,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("account", "own", "after"),
    [
        ("", (), ("a", "", "a")),
        ("default", (), ("a", "", "a")),
        ("bare", (), ()),
        ("", ("mine",), ("mine",)),
        ("", ("",), ("",)),
        ("strict", (), ("a",)),
    ],
)
def test_gives_all_of_the_accounts_secrets_or_none(account, own, after):
    assert admitted(account, own).image_pull_secrets == after


def test_names_the_default_account_where_none_is_named():
    assert admitted().service_account_name == "default"


@pytest.mark.parametrize("request_", [{"operation": "UPDATE"}, {"subresource": "status"}])
def test_acts_at_creation_only(request_):
    assert admitted(**request_) == PodSpec(containers=(), service_account_name="")


@pytest.mark.parametrize(
    ("account", "own", "mirror", "text"),
    [
        ("none", (), False, 'error looking up service account shop/none: serviceaccount "none" not found'),
        ("strict", ("a", "b"), False, 'imagePullSecrets[1].name="b" is not allowed because service account strict '
         "does not reference that imagePullSecret"),
        ("default", (), True, "a mirror pod may not reference service accounts"),
        ("", ("", "a"), True, "a mirror pod may not reference secrets"),
    ],
)  # fmt: skip
def test_refuses_in_the_api_servers_words(account, own, mirror, text):
    with pytest.raises(PodForbidden) as refused:
        admitted(account, own, mirror=mirror)
    assert str(refused.value) == f'pods "web" is forbidden: {text}'


def test_a_mirror_pod_stays_as_it_is():
    assert admitted("", ("",), mirror=True) == PodSpec(containers=(), service_account_name="", image_pull_secrets=("",))
