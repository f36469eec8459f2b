"""The API server's words about a webhook that it cannot call, as people have pasted them of other webhooks."""

import re

from imagesim.rules.admission.unreachable_webhook import no_endpoints

# github.com/spinframework/spin-operator/issues/179, with the names of that operator.
PASTED = (
    'Internal error occurred: failed calling webhook "mspinapp.kb.io": failed to call webhook: Post '
    '"https://spin-operator-webhook-service.spin-operator.svc:443/mutate-core-spinoperator-dev-v1alpha1-spinapp'
    '?timeout=10s": no endpoints available for service "spin-operator-webhook-service"'
)


def without_names(message: str) -> str:
    return re.sub(r'"(https://)?[^"?]*(\?timeout=)?[^"]*"', r'"\1\2"', message)


def test_it_is_what_people_have_pasted_but_for_the_names() -> None:
    assert without_names(no_endpoints()) == without_names(PASTED)


def test_the_names_are_those_of_k8s_digester() -> None:
    assert re.findall(r'"([^"]+)"', no_endpoints()) == [
        "digester-webhook-service.digester-system.svc",
        "https://digester-webhook-service.digester-system.svc:443/v1/mutate?timeout=15s",
        "digester-webhook-service",
    ]
