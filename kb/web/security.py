"""Headers that every response carries."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, request

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing inline and nothing from elsewhere. JSON-LD blocks are data, which a policy on scripts doesn't concern."""

_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def security_headers(*, secure: bool) -> dict[str, str]:
    """List the headers of an answer; over HTTPS also the one that asks browsers to stay there."""
    if secure:
        return {**_HEADERS, "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    return _HEADERS


def add_security_headers(response: Response) -> Response:
    """Add the headers that a response doesn't carry yet."""
    for name, value in security_headers(secure=request.is_secure).items():
        response.headers.setdefault(name, value)
    return response


def init_security(app: Flask) -> None:
    """Have every response carry the headers."""
    app.after_request(add_security_headers)
