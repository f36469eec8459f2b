"""What may be the name of an object or a namespace (k8s.io/apimachinery pkg/util/validation/validation.go)."""

import re

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
DNS_LABEL = re.compile(_LABEL)
"""RFC 1123: a namespace, a container. At most 63 characters, which it does not check."""
DNS_SUBDOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*")
"""RFC 1123: most objects. At most 253 characters, which it does not check."""
