"""What well-known registries answer where they refuse, where their tokens come from, and what they are as a cache.

The answers are those of the source where that is open, and else what people have quoted of them; `uncertain` says
what of it is a guess. A registry of one's own may be set up in another way: every part can be said beside the preset.
"""

from dataclasses import dataclass, field
from typing import Literal

from imagesim.rules.registry.refusals import LIKE_DOCKER_HUB, Refusals
from imagesim.scenarios.presets.preset import Preset, table
from imagesim.scenarios.values.registry_service import StaleAnswers, TokenServer
from imagesim.scenarios.values.registry_upkeep import LIKE_DISTRIBUTION, Deletion


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryPreset(Preset):
    """`auth` is how it asks who somebody is; `stale` what it does as a cache with what it has of a tag.

    `deletion` is what goes with what is deleted. ECR deletes an image with its last tag (API reference,
    BatchDeleteImage); ACR deletes the layers that are of this image alone (its page on deleting images). Of the others
    nothing is known that differs from distribution.
    """

    auth: Literal["none", "basic", "bearer"]
    refusals: Refusals
    tokens: TokenServer = field(default_factory=TokenServer)
    stale: StaleAnswers = field(default_factory=StaleAnswers)
    deletion: Deletion = LIKE_DISTRIBUTION


REGISTRIES = table(
    RegistryPreset(
        name="docker-hub",
        says="a token that covers nothing, then insufficient_scope, for what is missing and for what is private",
        as_of="2026-11",
        source="the text that containerd's users quote, measured with such answers (case E4 of the measurements)",
        uncertain="whether an account is told more of repositories that are missing under its own name",
        auth="bearer",
        refusals=LIKE_DOCKER_HUB,
    ),
    RegistryPreset(
        name="ghcr",
        says="the token server answers 403 for what is missing, 401 for what is private",
        as_of="2026-09",
        source="nloui/paperless-mcp#10 (403), openai/tunnel-client#75 (401), BerriAI/litellm#2543 (an old login)",
        uncertain="which packages were missing and which private is what the reporters say; POST is a guess (405)",
        auth="bearer",
        refusals=Refusals(
            missing="token-denied",
            missing_with_login="token-denied",
            private="token-unauthorized",
            no_access="token-denied",
            bad_login="token-denied",
        ),
        tokens=TokenServer(post_status=405),
    ),
    RegistryPreset(
        name="ecr",
        says="asks for a user and a password; 404 for what is missing, 403 without permission",
        as_of="2026-11",
        source="awslabs/aws-orbit-workbench#720 (name unknown), aws-samples/bedrock-access-gateway#114 (403), "
        "kubernetes/kops#16762 (no basic auth credentials)",
        uncertain="a permission may be lacking for what is missing, too: then 403",
        auth="basic",
        refusals=Refusals(missing="basic-challenge"),
        deletion=Deletion(untagged="delete"),
    ),
    RegistryPreset(
        name="ecr-public",
        says="gives everybody a token; 404 for what is missing, 403 for a bad login",
        as_of="2024-12",
        source="aws-samples/amazon-eks-cdk-blue-green-cicd#24 (name unknown), kubernetes-sigs/kro#153 (403)",
        uncertain="there is nothing private in it",
        auth="bearer",
        refusals=Refusals(private="denied", bad_login="denied"),
        deletion=Deletion(untagged="delete"),
    ),
    RegistryPreset(
        name="harbor",
        says="decides by project: 401 for a project that is missing, 404 in one that may be read; as a cache it serves "
        "its copy on 429 and if upstream fails, and deletes it on 404",
        as_of="2026-08",
        source="goharbor/harbor c50c7dd and v2.15.0: src/server/middleware/v2auth/auth.go, src/controller/proxy, "
        "src/server/middleware/repoproxy",
        uncertain="2.12 and 2.13 keep their copy on 404 and do not serve it; after 2.15 a project can serve it",
        auth="bearer",
        refusals=Refusals(
            missing="no-challenge",
            missing_with_login="no-challenge",
            private="basic-challenge",
            no_access="basic-challenge",
            bad_login="basic-challenge",
            project=1,
        ),
        tokens=TokenServer(path="/service/token", service="harbor-registry", post_status=405),
        stale=StaleAnswers(not_found="forget", too_many_requests="serve-or-pass-on"),
    ),
    RegistryPreset(
        name="quay",
        says="a 401 that asks for a token again, for what is missing and for what is private",
        as_of="2026-08",
        source="quay/quay ffba0c7: endpoints/v2/__init__.py and auth/registry_jwt_auth.py",
        auth="bearer",
        refusals=Refusals(
            missing="bearer-challenge",
            missing_with_login="bearer-challenge",
            private="bearer-challenge",
            no_access="bearer-challenge",
            bad_login="token-unauthorized",
        ),
        tokens=TokenServer(path="/v2/auth"),
    ),
    RegistryPreset(
        name="artifact-registry",
        says="the token server answers 403 for what may not be read, 404 for what is missing where one may read",
        as_of="2026-02",
        source="argoproj/argo-cd#26260 (the text says that it may not exist); authorizer.go of containerd (POST: 404)",
        uncertain="gcr.io is served by it; its name has no second part, so that its images stand each for themselves",
        auth="bearer",
        refusals=Refusals(
            missing="token-denied",
            missing_with_login="token-denied",
            private="token-denied",
            no_access="token-denied",
            bad_login="token-unauthorized",
            project=2,
        ),
        tokens=TokenServer(path="/v2/token", post_status=404),
    ),
    RegistryPreset(
        name="acr",
        says="the token server answers 401 without a login that may pull; 404 for what is missing with one",
        as_of="2025-01",
        source="Esri/arcgis-gitops#168 (the token server's 401); authorizer.go of containerd (POST: 400)",
        uncertain="what a login of one repository is told of others is a guess (401)",
        auth="bearer",
        refusals=Refusals(
            missing="token-unauthorized",
            private="token-unauthorized",
            no_access="token-unauthorized",
            bad_login="token-unauthorized",
        ),
        tokens=TokenServer(path="/oauth2/token", post_status=400),
        deletion=Deletion(blobs="delete"),
    ),
    RegistryPreset(
        name="distribution",
        says="404 for what is missing; as a cache it serves its copy of a tag whatever goes wrong upstream",
        as_of="2026-08",
        source="docker-registry 2.8.2, measured; distribution 0d6b721: registry/proxy, registry/handlers",
        uncertain="with tokens, what is missing is up to the token server: this one covers whatever is asked for",
        auth="none",
        refusals=Refusals(private="insufficient-scope", no_access="insufficient-scope", bad_login="token-unauthorized"),
    ),
)
"""By name, in the order in which they are listed."""
