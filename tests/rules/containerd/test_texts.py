"""The texts of the two reports of measurements, row by row; E1 ... are their names for the cases."""

from dataclasses import replace

import pytest

from imagesim.rules.containerd import texts
from imagesim.rules.containerd.texts import LayerNames, RegistryError
from imagesim.rules.versions import CONTAINERD_VERSIONS, containerd
from imagesim.rules.versions.containerd import local_pull

REF = "reg.test:5000/team/small:t0"
URL = "http://reg.test:5000/v2/team/small/manifests/t0"
BLOB_URL = "http://reg.test:5000/v2/team/small/blobs/sha256:b1"
TOKEN_URL = "http://reg.test:5001/token?scope=repository%3Apriv%2Fapp%3Apull&service=tok.test"
P = f'failed to pull and unpack image "{REF}": '
R = P + f'failed to resolve reference "{REF}": '
RI = P + "failed to resolve image: "
FETCH = P + "failed to copy: httpReadSeeker: failed open: "
DENIED = "pull access denied, repository does not exist or may require authorization: "
LAYER = LayerNames(blob="sha256:b1", diff_id="sha256:d1", chain_id="sha256:c1", key="123-abcd", mount=7)
MOUNT = "/var/lib/containerd/tmpmounts/containerd-mount7"
LIMIT = [RegistryError("TOOMANYREQUESTS", texts.PULL_RATE_LIMIT)]


def resolved(version):
    return RI if containerd(version).transfer_service else R


def per_version(old, new, since):
    """The text of every version: *old* before the version *since*, *new* from it on."""
    at = CONTAINERD_VERSIONS.index(since)
    return {version: new if index >= at else old for index, version in enumerate(CONTAINERD_VERSIONS)}


def test_only_the_code_unknown_loses_its_grpc_frame():
    assert texts.not_found(containerd("1.6"), REF).as_kubelet_sees_it == (
        f"rpc error: code = NotFound desc = {R}{REF}: not found"
    )
    refused = texts.connection_refused(containerd("1.6"), REF, "Head", URL, "10.0.0.5:5000", resolving=True)
    assert refused.as_kubelet_sees_it.startswith("failed to pull and unpack")


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
@pytest.mark.parametrize(
    ("case", "make", "code", "tail"),
    [
        ("E1", lambda b: texts.not_found(b, REF), "NotFound", f"{REF}: not found"),
        (
            "E4",
            lambda b: texts.insufficient_scope(b, REF),
            "Unknown",
            DENIED + "server message: insufficient_scope: authorization failed",
        ),
        (
            "E16",
            lambda b: texts.connection_refused(b, REF, "Head", URL, "127.0.0.1:5999", resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": dial tcp 127.0.0.1:5999: connect: connection refused',
        ),
        (
            "E17",
            lambda b: texts.no_such_host(b, REF, "Head", URL, "nosuch.invalid", "127.0.0.1:53", resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": dial tcp: lookup nosuch.invalid on 127.0.0.1:53: no such host',
        ),
        (
            "E18",
            lambda b: texts.server_misbehaving(b, REF, "Head", URL, "s.invalid", "127.0.0.1:53", resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": dial tcp: lookup s.invalid on 127.0.0.1:53: server misbehaving',
        ),
        (
            "E19",
            lambda b: texts.connection_reset(b, REF, "Head", URL, "A", "B", resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": read tcp A->B: read: connection reset by peer',
        ),
        (
            "E21",
            lambda b: texts.http_answer_to_https(b, REF, "Head", URL, resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": http: server gave HTTP response to HTTPS client',
        ),
        (
            "E35",
            lambda b: texts.closed_without_answer(b, REF, "Head", URL, resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": EOF',
        ),
        (
            "E36",
            lambda b: texts.tls_handshake_timeout(b, REF, "Head", URL, resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": net/http: TLS handshake timeout',
        ),
        (
            "E37",
            lambda b: texts.dial_timeout(b, REF, "Head", URL, "127.0.0.1:6991", resolving=True),
            "DeadlineExceeded",
            f'failed to do request: Head "{URL}": dial tcp 127.0.0.1:6991: i/o timeout',
        ),
        (
            "E38",
            lambda b: texts.dns_timeout(b, REF, "Head", URL, "h", "127.0.0.1:53", "A", resolving=True),
            "Unknown",
            f'failed to do request: Head "{URL}": dial tcp: lookup h on 127.0.0.1:53: '
            "read udp A->127.0.0.1:53: i/o timeout",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("E") and len(value) < 4 else "",
)
def test_a_name_that_cannot_be_resolved_differs_only_in_the_frame(version, case, make, code, tail):
    failure = make(containerd(version))
    assert (failure.code, failure.text) == (code, resolved(version) + tail)


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
@pytest.mark.parametrize(
    ("status", "old", "new"),
    [
        (503, "failed with status code [manifests t0]: 503 Service Unavailable", "503 Service Unavailable"),
        (429, "failed with status code [manifests t0]: 429 Too Many Requests", "429 Too Many Requests"),
        (401, "failed with status code [manifests t0]: 401 Unauthorized", "401 Unauthorized"),
        (400, "failed with status code [manifests t0]: 400 Bad Request", "400 Bad Request"),
        (301, "failed with unexpected status code [manifests t0]: 301 Moved Permanently", "301 Moved Permanently"),
    ],
)
def test_a_refused_head_names_the_host_in_1_6_and_the_request_later(version, status, old, new):
    expected = per_version(
        f"pulling from host reg.test:5000 {old}", f"unexpected status from HEAD request to {URL}: {new}", "1.7"
    )
    failure = texts.unexpected_status_on_resolve(containerd(version), REF, URL, status)
    assert (failure.code, failure.text) == ("Unknown", resolved(version) + expected[version])


def test_a_403_shows_the_registrys_words_only_where_a_get_followed_the_head():
    errors = [RegistryError("DENIED", "not for you")]
    head = f"unexpected status from HEAD request to {URL}: 403 Forbidden"
    newest = texts.unexpected_status_on_resolve(containerd("2.3"), REF, URL, 403, errors)
    older = texts.unexpected_status_on_resolve(containerd("2.2"), REF, URL, 403, errors)
    assert newest.text == f"{RI}{head}\ndenied: not for you"
    assert older.text == RI + head


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
def test_missing_basic_credentials_are_named_from_1_7_on(version):
    expected = per_version(
        "pulling from host reg.test:5000 failed with status code [manifests t0]: 401 Unauthorized",
        DENIED + "authorization failed: no basic auth credentials",
        "1.7",
    )
    assert texts.no_basic_credentials(containerd(version), REF, URL).text == resolved(version) + expected[version]


@pytest.mark.parametrize(("anonymous", "what"), [(True, "anonymous"), (False, "oauth")])
def test_a_refused_token_names_its_request_from_1_7_on(anonymous, what):
    start = f"failed to authorize: failed to fetch {what} token: unexpected status"
    old = texts.token_refused(containerd("1.6"), REF, TOKEN_URL, 503, anonymous=anonymous)
    new = texts.token_refused(containerd("2.3"), REF, TOKEN_URL, 401, anonymous=anonymous)
    assert old.text == f"{R}{start}: 503 Service Unavailable"
    assert new.text == f"{RI}{start} from GET request to {TOKEN_URL}: 401 Unauthorized"


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
@pytest.mark.parametrize(
    ("status", "errors", "old", "new"),
    [
        (
            429,
            LIMIT,
            f"429 Too Many Requests - Server message: toomanyrequests: {texts.PULL_RATE_LIMIT}",
            f"429 Too Many Requests\ntoomanyrequests: {texts.PULL_RATE_LIMIT}",
        ),
        (
            403,
            [RegistryError("DENIED", "requested access to the resource is denied")],
            "403 Forbidden - Server message: denied",
            "403 Forbidden\ndenied",
        ),
        (500, [], "500 Internal Server Error", "500 Internal Server Error"),
    ],
)
def test_a_refused_get_carries_the_registrys_errors(version, status, errors, old, new):
    expected = per_version(
        f"unexpected status code {BLOB_URL}: {old}", f"unexpected status from GET request to {BLOB_URL}: {new}", "2.1"
    )
    failure = texts.unexpected_status_on_get(containerd(version), REF, BLOB_URL, status, errors)
    assert (failure.code, failure.text) == ("Unknown", FETCH + expected[version])


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (RegistryError("UNAUTHORIZED", "authentication required"), "unauthorized"),
        (RegistryError("TOOMANYREQUESTS", "slow down"), "toomanyrequests: slow down"),
        (RegistryError("UNKNOWN", "unknown error"), "unknown"),
        (RegistryError("MANIFEST_UNKNOWN", "manifest unknown"), "unknown: manifest unknown"),
    ],
)
def test_a_registrys_error_is_told_as_containerd_tells_it(error, text):
    assert error.text == text


def test_content_that_is_not_there():
    blob = texts.blob_not_found(REF, "sha256:b1", "application/vnd.oci.image.config.v1+json")
    manifest = texts.manifest_not_found(containerd("2.3"), REF, URL)
    assert (blob.code, blob.text) == (
        "NotFound",
        FETCH + "could not fetch content descriptor sha256:b1 (application/vnd.oci.image.config.v1+json) "
        "from remote: not found",
    )
    assert (manifest.code, manifest.text) == ("NotFound", FETCH + f"content at {URL} not found: not found")


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
def test_an_escaped_colon_in_an_error_with_a_code_of_its_own_is_mangled_by_1_6(version):
    url = f"{URL}?ns=r.test%3A5000"
    expected = per_version(f"{URL}?ns=r.test%!A(MISSING)5000", url, "1.7")
    failure = texts.manifest_not_found(containerd(version), REF, url)
    assert failure.text == FETCH + f"content at {expected[version]} not found: not found"
    unknown = texts.unexpected_status_on_get(containerd(version), REF, url, 503)
    assert f"{url}: 503" in unknown.text


def test_an_index_without_the_platform():
    assert texts.no_platform(REF) == texts.RuntimeFailure(
        code="NotFound", text=P + "no match for platform in manifest: not found"
    )
    index = texts.no_own_entry("sha256:ix")
    assert (index.code, index.text) == (
        "NotFound", "get image config descriptor: no match for platform in manifest sha256:ix: not found"
    )  # fmt: skip


def test_an_image_whose_manifest_was_not_fetched():
    config = texts.manifest_not_here("sha256:mf")
    assert (config.code, config.text) == (
        "NotFound", "get image config descriptor: content digest sha256:mf: not found"
    )  # fmt: skip
    size = texts.no_size("sha256:id", "sha256:mf")
    assert (size.code, size.text) == (
        "NotFound",
        'failed to update image store "sha256:id": get image info from containerd: '
        "get image compressed resource size: content digest sha256:mf: not found",
    )


def test_a_layer_whose_parent_is_gone():
    failure = texts.no_parent(REF, "extract-1-abcd sha256:chain", "sha256:below")
    assert (failure.code, failure.text) == (
        "NotFound",
        P + 'failed to prepare extraction snapshot "extract-1-abcd sha256:chain": '
        "parent snapshot sha256:below does not exist: not found",
    )


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
def test_a_layer_that_is_not_for_windows(version):
    cause = (
        r"hcsshim::ProcessBaseLayer \\?\C:\ProgramData\containerd\root"
        r"\io.containerd.snapshotter.v1.windows\snapshots\7: "
        "The system cannot find the path specified."
    )
    long = f'(application/vnd.oci.image.layer.v1.tar+gzip sha256:b) to windows as "extract-k sha256:c": {cause}'
    expected = per_version(
        P + f"failed to extract layer sha256:d: {cause}: unknown", P + f"failed to extract layer {long}", "2.1"
    )
    names = texts.LayerNames(blob="sha256:b", diff_id="sha256:d", chain_id="sha256:c", key="k", mount=7)
    failure = texts.not_for_windows(containerd(version), REF, names)
    assert (failure.code, failure.text) == ("Unknown", expected[version])


def test_a_reset_while_a_layer_comes_in_has_the_frame_of_a_fetch():
    failure = texts.connection_reset(containerd("2.3"), REF, "Get", BLOB_URL, "A", "B", resolving=False)
    assert (
        failure.text == FETCH + f'failed to do request: Get "{BLOB_URL}": read tcp A->B: read: connection reset by peer'
    )


def test_a_server_that_never_answers_runs_into_a_different_timeout_in_each_version():
    newest = texts.no_answer(containerd("2.3"), REF, "Head", URL, resolving=True)
    older = texts.no_answer(containerd("1.7"), REF, "Head", URL, resolving=True)
    fetching = texts.no_answer(containerd("1.7"), REF, "Get", BLOB_URL, resolving=False)
    assert (newest.code, newest.text) == (
        "DeadlineExceeded",
        RI + f'failed to do request: Head "{URL}": net/http: timeout awaiting response headers',
    )
    assert (older.code, older.text) == ("Canceled", R + f'failed to do request: Head "{URL}": context canceled')
    assert (fetching.code, fetching.text) == ("Canceled", P + "context canceled")


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
def test_what_goes_wrong_with_the_bytes(version):
    behaviour = containerd(version)
    short = per_version(
        "failed to read expected number of bytes: unexpected EOF",
        "short read: expected 1049169 bytes but got 0: unexpected EOF",
        "2.1",
    )
    no_space = f"write {MOUNT}/f0: no space left on device"
    extract = per_version(
        "failed to extract layer sha256:d1: mount callback failed on {m}: {c}: unknown",
        'failed to extract layer (application/vnd.oci.image.layer.v1.tar+gzip sha256:b1) to overlayfs as "extract-'
        '123-abcd sha256:c1": mount callback failed on {m}: {c}',
        "2.1",
    )[version]
    wrong = per_version(
        'wrong diff id calculated on extraction "sha256:d1"',
        'wrong diff id "sha256:d2" calculated on extraction "sha256:d1", desc "sha256:b1"',
        "2.2",
    )
    got = {
        "E27": texts.short_read(behaviour, REF, 1049169).text,
        "E29": texts.no_space_unpacking(behaviour, REF, LAYER, "f0").text,
        "E30": texts.not_a_tar(behaviour, REF, LAYER).text,
        "E31": texts.wrong_diff_id(behaviour, REF, LAYER, "sha256:d2").text,
    }
    assert got == {
        "E27": P + short[version],
        "E29": P + extract.format(m=MOUNT, c=no_space),
        "E30": P + extract.format(m=MOUNT, c="archive/tar: invalid tar header"),
        "E31": P + wrong[version],
    }


@pytest.mark.parametrize("version", CONTAINERD_VERSIONS)
def test_a_later_layer_is_unpacked_right_into_its_snapshot(version):
    behaviour = containerd(version)
    layer = replace(LAYER, snapshot=12)
    extract = per_version(
        "failed to extract layer sha256:d1: {c}: unknown",
        'failed to extract layer (application/vnd.oci.image.layer.v1.tar+gzip sha256:b1) to overlayfs as "extract-'
        '123-abcd sha256:c1": {c}',
        "2.1",
    )[version]
    path = "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/12/fs/f0"
    full = extract.format(c=f"write {path}: no space left on device")
    assert texts.no_space_unpacking(behaviour, REF, layer, "f0").text == P + full
    assert texts.not_a_tar(behaviour, REF, layer).text == P + extract.format(c="archive/tar: invalid tar header")


def test_content_of_another_size():
    failure = texts.wrong_size(REF, "index", "sha256:e", 547, 319)
    ref = '"index-sha256:e"'
    text = f"failed commit on ref {ref}: {ref} failed size validation: 547 != 319: failed precondition"
    assert (failure.code, failure.text) == ("FailedPrecondition", P + text)


@pytest.mark.parametrize(
    ("host", "names", "text"),
    [
        ("reg.test", (), "certificate is not valid for any names, but wanted to match reg.test"),
        ("reg.test", ("a.test", "*.b.test"), "certificate is valid for a.test, *.b.test, not reg.test"),
        ("10.0.0.5", ("a.test",), "cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs"),
        ("10.0.0.5", ("a.test", "10.0.0.6"), "certificate is valid for 10.0.0.6, not 10.0.0.5"),
    ],
)
def test_a_certificate_for_others_says_for_whom(host, names, text):
    failure = texts.wrong_name(containerd("2.3"), REF, "Head", URL, host, names, resolving=True)
    frame = f'failed to do request: Head "{URL}": tls: failed to verify certificate: x509: '
    assert failure.text == RI + frame + text


def test_a_resolver_of_the_c_library_names_no_server():
    failure = texts.dns_try_again(containerd("1.7"), REF, "Head", URL, "reg.test", resolving=True)
    assert failure.text == R + f'failed to do request: Head "{URL}": dial tcp: lookup reg.test: Try again'


def test_what_is_the_same_in_all_versions_about_the_bytes():
    mismatch = texts.digest_mismatch(REF, "layer", "sha256:e", "sha256:g")
    assert (mismatch.code, mismatch.text) == (
        "FailedPrecondition",
        P + 'failed commit on ref "layer-sha256:e": unexpected commit digest sha256:g, expected sha256:e: '
        "failed precondition",
    )
    assert texts.no_space_downloading(REF, "h1").text == (
        P + "failed to copy: write /var/lib/containerd/io.containerd.content.v1.content/ingest/h1/data: "
        "no space left on device"
    )
    assert texts.layer_count_mismatch(REF, 1, 2).text == P + "number of layers and diffIDs don't match: 1 != 2"


def test_only_1_6_refuses_an_artifact_that_is_no_image():
    failure = texts.not_an_image(containerd("1.6"), REF)
    assert failure.text == (
        P + "failed to unpack image on snapshotter overlayfs: mismatched image rootfs and manifest layers"
    )
    assert [texts.not_an_image(containerd(version), REF) for version in CONTAINERD_VERSIONS[1:]] == [None] * 5


def test_a_reference_that_is_none_has_no_frame_of_a_pull():
    assert texts.invalid_reference(containerd("1.6"), "r/team/app:v1:2").text == (
        'failed to parse image reference "r/team/app:v1:2": invalid reference format'
    )
    assert texts.invalid_reference(containerd("1.6"), "r/Team/App:v1", "Team/App").text == (
        'failed to parse image reference "r/Team/App:v1": invalid reference format: repository name must be lowercase'
    )
    assert texts.invalid_reference(containerd("2.3"), "r/Team/App:v1", "Team/App").text.endswith(
        "invalid reference format: repository name (Team/App) must be lowercase"
    )


def test_docker_s_schema_1_is_refused_in_the_words_of_each_path():
    assert [texts.schema_1(containerd(version), REF) for version in ("1.6", "1.7")] == [None, None]
    old, new = "application/vnd.docker.distribution.manifest.v1+prettyjws", "application/vnd.oci.image.manifest.v1+json"
    client = (
        f'not implemented: media type "{old}" is no longer supported since containerd %s, please rebuild the image as '
        f'"application/vnd.docker.distribution.manifest.v2+json" or "{new}"'
    )
    said = {
        "2.0": f'rpc error: code = Unimplemented desc = failed to pull and unpack image "{REF}": '
        f'failed to resolve reference "{REF}": {client % "v2.0"}',
        "2.3": f'rpc error: code = InvalidArgument desc = failed to pull and unpack image "{REF}": '
        "schema 1 image manifests are no longer supported: invalid argument",
    }
    for version, text in said.items():
        failure = texts.schema_1(containerd(version), REF)
        assert failure is not None
        assert failure.as_kubelet_sees_it == text
    local = texts.schema_1(local_pull(containerd("2.3")), REF)
    assert local is not None
    assert local.as_kubelet_sees_it == (
        f'rpc error: code = Unimplemented desc = failed to pull and unpack image "{REF}": {client % "v2.1"}'
    )
