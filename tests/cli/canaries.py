"""Documents with a secret in a place where people put one, well formed or not: what is planted must never come out."""

CANARY = "CANARYzQ7"

_REGISTRY = "apiVersion: imagesim/v1\nkind: Registry\nmetadata: {name: r.example}\nspec: "
_POOL = "apiVersion: imagesim/v1\nkind: NodePool\nmetadata: {name: w}\nspec: "
_EVENT = "apiVersion: imagesim/v1\nkind: Timeline\nmetadata: {name: t}\nspec: {events: [{at: 1m, "
_SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
_CONTAINER = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: nginx, "
_PROVIDER = (
    "credentials: {providers: {config: {kind: CredentialProviderConfig, apiVersion: kubelet.config.k8s.io/v1, "
    "providers: [{name: a, apiVersion: credentialprovider.kubelet.k8s.io/v1, matchImages: [r.example], "
    "defaultCacheDuration: 1h, "
)


def _event(text: str) -> str:
    return f"{_EVENT}{text}}}]}}\n"


def _container(text: str) -> str:
    return f"{_CONTAINER}{text}}}]}}\n"


DOCUMENTS: dict[str, str] = {
    # a registry
    "a login in place of the users": _REGISTRY + "{auth: basic, users: alice:PW}",
    "a login in place of a user": _REGISTRY + "{auth: basic, users: ['alice:PW']}",
    "a login in place of a user's name": _REGISTRY + "{auth: basic, users: [{name: 'alice:PW'}]}",
    "users as a mapping": _REGISTRY + "{auth: basic, users: {alice: PW}}",
    "a number as a password": _REGISTRY + "{auth: basic, users: [{name: a, password: [PW]}]}",
    "a login among those who may":
        _REGISTRY + "{auth: basic, users: [{name: a}], access: [{repository: x, users: ['a:PW']}]}",
    "a login among the exempt": _REGISTRY + "{auth: basic, limits: [{amount: 1, window: 1m, exempt: ['a:PW']}]}",
    "a password without its space": _REGISTRY + "{users: [{name: a, password:PW}]}",
    "a password without its name": _REGISTRY + "{users: [{name: a, PW}]}",
    "a password in another place": _REGISTRY + "{password:PW}",
    "an auth": _REGISTRY + "{auth: 'dXNlcjpwPW=='}",
    "a token": _REGISTRY + "{auth: bearer, token: PW}",
    "a login in a host": _REGISTRY + "{host: 'https://u:PW@r.example'}",
    "a login in a registry's name": _REGISTRY.replace("r.example", "'u:PW@r.example'") + "{}",
    "a login in a redirect": _REGISTRY + "{redirect: 'https://u:PW@cdn.example/?sig=PW'}",
    "a login in a token server": _REGISTRY + "{auth: bearer, token: {host: 'https://u:PW@t.example'}}",
    "a login in a cache": _REGISTRY + "{cache: {of: 'https://u:PW@x.example'}}",
    "a login in a repository": _REGISTRY + "{repositories: {'https://u:PW@r.example/app': {tags: {}}}}",
    # a node pool
    "a login in prepulled": _POOL + "{prepulled: ['https://u:PW@r.example/app:v1']}",
    "a login in the host of hosts": _POOL + "{hosts: {'u:PW@r.example': {server: 'https://x'}}}",
    "a login in a server": _POOL + "{hosts: {docker.io: {server: 'https://u:PW@x/?token=PW'}}}",
    "a login in a mirror": _POOL + "{hosts: {docker.io: {mirrors: [{host: 'https://u:PW@x.example'}]}}}",
    "a mirror as a text": _POOL + "{hosts: {docker.io: {mirrors: ['https://u:PW@x.example']}}}",
    "a login in a hosts.toml": _POOL
    + "{hosts: {docker.io: {file: {host: {'https://u:PW@m': {capabilities: [x]}}}}}}",
    "a signature in a hosts.toml": _POOL + "{hosts: {docker.io: {file: {host: {'https://m/?sig=PW': {}}}}}}",
    "a header in a hosts.toml": _POOL
    + "{hosts: {docker.io: {file: {host: {'https://m': {header: {Authorization: 'Basic PW'}, client: [[/etc/PW]]}}}}}}",
    "a header of a mirror": _POOL
    + "{hosts: {docker.io: {mirrors: [{host: m.example, header: {X-Key: PW, Authorization: [Bearer PW, PW]}}]}}}",
    "a header of a wrong type": _POOL + "{hosts: {docker.io: {mirrors: [{host: m.example, header: {PW: {a: PW}}}]}}}",
    "a header as a text": _POOL + "{hosts: {docker.io: {mirrors: [{host: m.example, header: PW}]}}}",
    "a docker config that is no path": _POOL + "{credentials: {config: PW}}",
    "a docker config of wrong types": _POOL + "{credentials: {config: {auths: {r: {auth: PW, password: 5}}}}}",
    "a login in a key": _POOL
    + "{credentials: {config: {auths: {'https://u:PW@r.example': {username: a, password: PW}}}}}",
    "a login in a hook": _POOL + "{credentials: {vendorHook: {auth: {'u:PW@r.example': {username: a, password: PW}}}}}",
    "a hook's login as a text": _POOL + "{credentials: {vendorHook: {auth: {r.example: 'a:PW'}}}}",
    "credentials without their space": _POOL + "{credentials: {password:PW}}",
    "an unknown name of a provider":
        _POOL + f"{{{_PROVIDER}PW: 1, args: [PW], env: [{{name: A, value: PW}}]}}]}}}}}}}}",
    "arguments of a provider": _POOL + f"{{{_PROVIDER}args: {{a: PW}}, env: PW}}], plugins: {{a: PW}}}}}}}}}}",
    "a kubelet's field": _POOL + "{kubelet: {staticPodURLHeader: {Authorization: [PW]}, password:PW}}",
    # a timeline
    "a login in an outage": _event("outage: {registry: 'https://u:PW@r.example', for: 1m}"),
    "a bare login in an outage": _event("outage: {registry: 'u:PW@r.example', for: 1m}"),
    "a login in a push": _event("push: {image: 'https://u:PW@r/x:v1', to: 'u:PW@r.example'}"),
    "a login in place of a new password": _event("setPassword: 'a:PW'"),
    "a new password without its space": _event("setPassword: {registry: r, user: a, password:PW}"),
    "a user of a new password": _event("setPassword: {registry: docker.io, user: 'a:PW', password: PW}"),
    "a mistyped event": _event("setPasword: {registry: r, user: a, password: PW}"),
    "an event without its space": _event("'password:PW': 1"),
    "a Secret without its space": _event("createSecret: {kind: Secret, metadata: {name: s}, data: {a:PW}}"),
    "a Secret that is none": _event("createSecret: {metadata: {name: s}, stringDta: {a: PW}, password:PW}"),
    "a Secret as a text": _event("replaceSecret: PW"),
    "a token of an account":
        _event("replaceServiceAccount: {metadata: {name: s, annotations: {token: PW}}, secrets: [PW]}"),
    # manifests
    "data that is no base64": _SECRET + "data: {a: 'PW!'}",
    "a key of a Secret": _SECRET + "stringData: {password:PW}",
    "a mistyped Secret": _SECRET + "stringDta: {a: PW}",
    "a Secret's type": _SECRET + "type: [PW]",
    "a nested docker config":
        _SECRET + "type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '[\"PW\"]'}",
    "a login in a Secret's name": "apiVersion: v1\nkind: Secret\nmetadata: {name: 'u:PW@r.example'}",
    "a login in an image": _CONTAINER.replace("nginx", "'https://u:PW@r/x'") + "}]}",
    "a login in an image with a space": _CONTAINER.replace("nginx", "' u:PW@r/x'") + "}]}",
    "an environment":
        _container("env: [{name: A, value: PW}, {name: B, valueFrom: {secretKeyRef: {name: PW, key: PW}}}]"),
    "an environment as a mapping": _container("env: {A: PW}"),
    "a variable without its space": _container("env: [{name: A, value:PW}]"),
    "a variable as a text": _container("env: [A=PW, {name: 'B=PW'}, {name: C, valueFrom: PW}]"),
    "arguments": _container("command: [sh, -c, 'login --password PW'], args: [--password=PW]"),
    "arguments as a text": _container("args: --password=PW, command: PW"),
    "headers of probes": _container(
        "livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: Authorization, value: PW}]}}, "
        "startupProbe: {exec: {command: [PW]}}"
    ),
    "a volume's attributes":
        _container("}], volumes: [{name: v, csi: {volumeAttributes: {p: PW}}").replace("}}}]}", "}}]}"),
    "annotations": "apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {my-token: PW, "
    "x: 'https://u:PW@h.example', n: 'password: PW', "
    "kubectl.kubernetes.io/last-applied-configuration: '{\"x\": \"PW\"}'}}\n"
    "spec: {containers: [{name: a, image: nginx}]}",
    "an annotation of a wrong type": "apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {token: [PW]}}\n"
    "spec: {containers: [{name: a, image: nginx}]}",
    "a ServiceAccount's annotation":
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: s, annotations: {token: PW}}",
    "a simulation's sentences": "apiVersion: imagesim/v1\nkind: Simulation\nmetadata: {name: s}\n"
    "spec: {title: 'https://u:PW@x.example', question: '?token=PW', assumptions: ['?sig=PW'], "
    "notModelled: ['u:PW@x.example']}",
    "a ConfigMap": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: PW}",
    # what cannot be read
    "broken YAML": "a: [PW\nb: 3\n",
    "an alias": "a: *PW\n",
    "an anchor twice": "a: &PW 1\nb: &PW 2\nc: [*PW, !PW x]\n",
    "a tag": "a: !PW x\n",
    "a file that is a secret": "PW\n",
    "an environment file": "DB_PASSWORD=PW\nX=1\n",
    "a password twice": _REGISTRY + "{users: [{name: a, PW, PW}]}",
    "a name of a Secret twice": _SECRET + "stringData: {PW: 1, PW: 2}",
    "a key twice": "apiVersion: v1\n'password:PW': 1\n'password:PW': 1\n",
    "broken JSON": '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"a": "PW" "b"}}',
    "a docker config as a document": '{"auths": {"r": {"auth": "PW"}}}',
}  # fmt: skip
"""Each with PW where the canary goes."""


def planted(name: str) -> str:
    """The document of that name with the canary in it."""
    return DOCUMENTS[name].replace("PW", CANARY)
