"""A Registry becomes a Registry document again: what it holds, and how it serves."""

from typing import Any

from imagesim.rules.registry.rate_limits import RateLimit
from imagesim.rules.registry.refusals import Refusals
from imagesim.rules.registry.retention import Retention
from imagesim.scenarios.leaving_out import changed, given
from imagesim.scenarios.reading.quantities import format_duration, format_size, format_speed
from imagesim.scenarios.values.images import Image
from imagesim.scenarios.values.registry import Registry
from imagesim.scenarios.values.registry_service import Fault, PullThroughCache, RegistryService, TokenServer
from imagesim.scenarios.world.credentials.write import access_fields
from imagesim.scenarios.world.writing import Document, duration_text, speed_text, world_document


def registry_document(registry: Registry) -> Document:
    """The document that reads as *registry*."""
    held, ages = dict(registry.held), dict(registry.ages)
    repositories = {
        name: given(
            {
                "tags": {tag: image.name for tag, image in tags},
                "images": _names(held.get(name, ())),
                "pushed": {tag: format_duration(age_s) for tag, age_s in ages.get(name, ())},
            }
        )
        for name, tags in registry.repositories
    }
    spec = {
        "host": registry.host,
        "latency": format_duration(registry.latency_s),
        "bandwidth": speed_text(registry.bandwidth),
        "blobBandwidth": None if registry.blob_bandwidth is None else speed_text(registry.blob_bandwidth),
        **_service(registry.service),
        **access_fields(registry.access),
        "repositories": repositories,
    }
    return world_document("Registry", registry.host, spec)


def _names(images: tuple[Image, ...]) -> list[str]:
    return [image.name for image in images]


def _service(service: RegistryService) -> Document:
    return {
        **changed(
            {
                "tls": (service.tls, None),
                "head": (service.head, "ok"),
                "ranges": (service.ranges, True),
                "redirect": (service.redirect, ""),
                "roots": (dict(service.roots), {}),
                "inside": (service.inside, None),
                "addresses": (list(service.addresses), []),
            }
        ),
        "connection": service.connection and format_speed(service.connection),
        "token": _tokens(service.tokens),
        "refusals": service.refusals and _refusals(service.refusals),
        "limits": [_limit(limit) for limit in service.limits],
        "faults": [_fault(fault) for fault in service.faults],
        "cache": service.cache and _cache(service.cache),
        "deletion": changed(
            {"untagged": (service.deletion.untagged, "keep"), "blobs": (service.deletion.blobs, "keep")}
        ),
        "retention": [_retention(rule) for rule in service.retention],
    }


def _tokens(tokens: TokenServer) -> Document:
    return given(
        {
            "host": tokens.host,
            "service": tokens.service,
            "path": "" if tokens.path == "/token" else tokens.path,
            "post": tokens.post_status,
            "get": tokens.get_status,
            "lifetime": duration_text(tokens.lifetime_s),
        }
    )


def _refusals(refusals: Refusals) -> Document:
    return {
        "missing": refusals.missing,
        "missingWithLogin": refusals.missing_with_login,
        "private": refusals.private,
        "noAccess": refusals.no_access,
        "badLogin": refusals.bad_login,
        "project": refusals.project,
    }


def _limit(limit: RateLimit) -> Document:
    fields: dict[str, Any] = {
        "amount": limit.amount,
        "window": format_duration(limit.window_s),
        "counts": limit.counts,
        "per": limit.per,
        "clients": limit.clients,
        "exempt": list(limit.exempt),
        "message": limit.message,
    }
    return given(fields)


def _fault(fault: Fault) -> Document:
    return changed(
        {
            "method": (fault.method, ""),
            "object": (fault.object, ""),
            "repository": (fault.repository, ""),
            "nth": (fault.nth, None),
            "from": (format_duration(fault.from_s), "0s"),
            "until": (duration_text(fault.until_s), None),
            "status": (fault.status, None),
            "message": (fault.message, None),  # an empty one is not the same as none
            "transport": (fault.transport, None),
            "names": (list(fault.names), []),
            "delay": (format_duration(fault.delay_s), "0s"),
            "cutAt": (None if fault.cut_at_bytes is None else format_size(fault.cut_at_bytes), None),
            "silent": (fault.silent, False),
            "corrupt": (fault.corrupt, False),
            "surplus": (format_size(fault.surplus), format_size(0)),
            "slow": (fault.slow and format_speed(fault.slow), None),
        }
    )


def _retention(rule: Retention) -> Document:
    return changed(
        {
            "repository": (rule.repository, "*"),
            "tagStatus": (rule.status, "tagged"),
            "keepLast": (rule.keep_last, None),
            "olderThan": (duration_text(rule.older_than_s), None),
            "every": (format_duration(rule.every_s), "24h"),
            "keep": (list(rule.keep), []),
        }
    )


def _cache(cache: PullThroughCache) -> Document:
    stale = {
        "notFound": cache.stale.not_found,
        "denied": cache.stale.denied,
        "tooManyRequests": cache.stale.too_many_requests,
        "error": cache.stale.error,
        "noAnswer": cache.stale.no_answer,
    }
    fields = {"of": cache.upstream, "under": cache.under, "tagTTL": format_duration(cache.tag_ttl_s), "stale": stale}
    return given(fields)
