"""Who may speak to a server that has no login: the own page, by a name that is ours."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from tradewind.web.config import WebConfig
from tradewind.web.problems import ProblemType, Refusal

_OWN_SITES = frozenset({"same-origin", "none"})
"""Sec-Fetch-Site of the own page and of an address typed by a person."""


def refuse_foreign_host(headers: Headers, config: WebConfig) -> None:
    """Raise Refusal unless Host is one of ours: a foreign name that resolves to loopback is DNS rebinding."""
    hosts = headers.getlist("host")
    if len(hosts) == 1 and _name(hosts[0]) in config.allowed_hosts:
        return
    raise Refusal(
        ProblemType.FORBIDDEN_HOST,
        421,
        f"This server does not answer to Host {', '.join(hosts)[:100]!r}. Allow it in the settings of the web server.",
    )


def refuse_foreign_origin(headers: Headers, config: WebConfig) -> None:
    """Raise Refusal when a browser says that another site asks; programs without a browser name no site."""
    site = headers.get("sec-fetch-site")
    origins = headers.getlist("origin")
    if all(_is_own(origin, headers, config) for origin in origins) and (
        site is None or site in _OWN_SITES or any(origin in config.allowed_origins for origin in origins)
    ):
        return
    raise Refusal(
        ProblemType.FORBIDDEN_ORIGIN,
        403,
        f"Only the desk's own page may do this, not {(', '.join(origins) or str(site))[:100]!r}.",
    )


def _is_own(origin: str, headers: Headers, config: WebConfig) -> bool:
    if origin in config.allowed_origins:
        return True
    scheme, separator, authority = origin.partition("://")
    return scheme in ("http", "https") and bool(separator) and authority == headers.get("host")


def _name(host: str) -> str:
    try:
        parts = urlsplit(f"//{host}")
        name = parts.hostname or ""
    except ValueError:
        return ""
    if parts.netloc != host or parts.username is not None:
        return ""
    return f"[{name}]" if ":" in name else name
