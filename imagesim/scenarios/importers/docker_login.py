"""Who the user is at a registry: what docker's own config says, found as docker finds it.

The file is $DOCKER_CONFIG/config.json, else ~/.docker/config.json, else podman's auth.json ($REGISTRY_AUTH_FILE, or
containers/auth.json below $XDG_RUNTIME_DIR). docker-py, the library of the Docker project, reads its `auths` and runs
the `docker-credential-NAME` that `credHelpers` or `credsStore` name. As with docker, a program that is missing or that
fails is no mistake: the registry is asked without a login, and a note says so.
"""

import os
import shutil
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from imagesim.extras import REGISTRY, needing
from imagesim.rules.credentials.secret_value import NO_SECRET, SecretValue
from imagesim.scenarios.importers.descriptors import read_object
from imagesim.scenarios.reading.documents import read_bytes
from imagesim.scenarios.reading.errors import ScenarioError
from imagesim.scenarios.reading.paths import is_there

_SECTIONS = ("auths", "credHelpers", "credsStore")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A user name and password, or an identity token, which takes their place at a token server."""

    user: str = ""
    password: SecretValue = NO_SECRET
    identity_token: SecretValue = NO_SECRET


def find_login(host: str, notes: list[str]) -> Login | None:
    """Return the user's login at *host* ("docker.io", "registry.example:5000"), None without one.

    ScenarioError if docker's config, or a login in it, cannot be read; MissingExtraError where docker-py is not
    installed and there is a login to read.
    """
    file = _config_file()
    if file is None:
        return None
    config = read_object(read_bytes(file), str(file))
    sections = {key: config[key] for key in _SECTIONS if config.get(key)}
    return _login(_resolve(sections, host, file, notes)) if sections else None


def _config_file() -> Path | None:
    folder = os.environ.get("DOCKER_CONFIG")
    docker = Path(folder) if folder else Path.home() / ".docker"
    candidates = [docker / "config.json"]
    if named := os.environ.get("REGISTRY_AUTH_FILE"):
        candidates.append(Path(named))
    if runtime := os.environ.get("XDG_RUNTIME_DIR"):
        candidates.append(Path(runtime) / "containers" / "auth.json")
    return next((file for file in candidates if is_there(file)), None)


def _resolve(sections: dict[str, object], host: str, file: Path, notes: list[str]) -> Mapping[str, object] | None:
    """What docker-py finds. Whatever else it meets in the file is a mistake in it, whose value is never shown."""
    with needing(REGISTRY, "logins of docker", "docker"):
        from docker import auth
        from docker.errors import DockerException

    try:
        config = auth.load_config(config_dict=sections)
        helper = config.get_credential_store(host)
        if helper and (not isinstance(helper, str) or "/" in helper):
            raise TypeError("a helper is named by the end of its program's name")
        if helper and shutil.which(f"docker-credential-{helper}") is None:
            notes.append(f"{file} names docker-credential-{helper}, which is not installed: it was not asked.")
            config = auth.AuthConfig({"auths": config.auths})
        try:
            with warnings.catch_warnings(action="ignore"):
                found = config.resolve_authconfig(host)
        except DockerException:
            notes.append(f"docker-credential-{helper} failed; {host} was asked without a login.")
            return None
    except (DockerException, ValueError, TypeError, KeyError, AttributeError):
        rule = f"holds an entry that docker would not understand either, on the way to {host}"
        raise ScenarioError(rule, file=str(file), suggestion=f"docker login {host} writes a good one") from None
    return found if isinstance(found, Mapping) else None


def _login(entry: Mapping[str, object] | None) -> Login | None:
    """docker-py writes the keys of a helper's answer with a capital, those of the file without."""
    given = {key.lower(): value for key, value in (entry or {}).items() if isinstance(value, str)}
    if token := given.get("identitytoken"):
        return Login(identity_token=SecretValue(token))
    if user := given.get("username"):
        return Login(user=user, password=SecretValue(given.get("password", "")))
    return None
