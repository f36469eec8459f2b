from imagesim.rules.credentials.account_token_text import service_account_token, subject
from imagesim.rules.credentials.service_account import PodIdentity, ServiceAccount

ACCOUNT = ServiceAccount(namespace="shop", name="puller")


def test_a_token_says_whose_it_is():
    assert subject(service_account_token(ACCOUNT, PodIdentity(uid="1"), "registry")) == "shop/puller"


def test_it_is_bound_to_its_pod_and_its_audience():
    tokens = [
        service_account_token(ACCOUNT, PodIdentity(uid=uid), audience).reveal()
        for uid in ("1", "2")
        for audience in ("a", "b")
    ]
    assert len(set(tokens)) == 4
