"""The API server's answers, word for word."""

import pytest

from imagesim.rules.api.names import ObjectName
from imagesim.rules.api.status_errors import AlreadyExists, Conflict, Forbidden, Invalid, NotFound

POD, WEB = ObjectName("Pod", "shop", "a"), ObjectName("Deployment", "shop", "web")


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (AlreadyExists(POD), 409, 'pods "a" already exists'),
        (AlreadyExists(WEB), 409, 'deployments.apps "web" already exists'),
        (NotFound(WEB), 404, 'deployments.apps "web" not found'),
        (Forbidden(POD, "no"), 403, 'pods "a" is forbidden: no'),
        (Invalid(WEB, "spec: no"), 422, 'Deployment.apps "web" is invalid: spec: no'),
        (
            Conflict(WEB),
            409,
            'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; '
            "please apply your changes to the latest version and try again",
        ),
    ],
)
def test_says(error, code, text):
    assert (error.code, str(error)) == (code, text)
