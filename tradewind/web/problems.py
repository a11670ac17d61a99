"""RFC 9457 problem documents: the one form in which the web says no."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from http import HTTPStatus

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, JsonValue
from starlette.exceptions import HTTPException

PROBLEM_MEDIA_TYPE = "application/problem+json"

_log = structlog.get_logger(__name__)


class ProblemType(StrEnum):
    """Stable names of what can go wrong; clients may switch on them."""

    NOT_FOUND = "/problems/not-found"
    METHOD_NOT_ALLOWED = "/problems/method-not-allowed"
    INVALID_REQUEST = "/problems/invalid-request"
    FORBIDDEN_HOST = "/problems/forbidden-host"
    FORBIDDEN_ORIGIN = "/problems/forbidden-origin"
    UNSUPPORTED_MEDIA_TYPE = "/problems/unsupported-media-type"
    LENGTH_REQUIRED = "/problems/length-required"
    TOO_LARGE = "/problems/too-large"
    RATE_LIMITED = "/problems/rate-limited"
    TOO_MANY_CLIENTS = "/problems/too-many-clients"
    UNAVAILABLE = "/problems/unavailable"
    NOT_READY = "/problems/not-ready"
    INTERNAL = "/problems/internal"
    REFUSED = "/problems/refused"


_TYPES_BY_STATUS = {
    404: ProblemType.NOT_FOUND,
    405: ProblemType.METHOD_NOT_ALLOWED,
    413: ProblemType.TOO_LARGE,
    415: ProblemType.UNSUPPORTED_MEDIA_TYPE,
    422: ProblemType.INVALID_REQUEST,
    429: ProblemType.RATE_LIMITED,
    500: ProblemType.INTERNAL,
    503: ProblemType.UNAVAILABLE,
}


class FieldError(BaseModel):
    """One rejected part of a request."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    field: str
    reason: str


class ProblemDocument(BaseModel):
    """RFC 9457; `errors` names rejected fields, `reasons` lists every cause."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: ProblemType
    title: str
    status: int
    detail: str
    ready: bool | None = None
    reasons: list[str] | None = None
    errors: list[FieldError] | None = None


class Refusal(Exception):
    """A request is answered with a problem document."""

    def __init__(
        self,
        kind: ProblemType,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        reasons: Sequence[str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.status = status
        self.detail = detail
        self.headers = headers
        self.reasons = reasons

    def response(self) -> Response:
        """Return the answer to send."""
        is_ready = False if self.kind is ProblemType.NOT_READY else None
        return problem_response(
            ProblemDocument(
                type=self.kind,
                title=_title(self.status),
                status=self.status,
                detail=self.detail,
                ready=is_ready,
                reasons=None if self.reasons is None else list(self.reasons),
            ),
            self.headers,
        )


def unavailable(what: str) -> Refusal:
    """Return the refusal for a part of the desk that does not answer; the client may try again soon."""
    return Refusal(
        ProblemType.UNAVAILABLE,
        503,
        f"The {what} does not answer. Try again in a few seconds.",
        headers={"Retry-After": "2"},
    )


def problem_response(document: ProblemDocument, headers: Mapping[str, str] | None = None) -> Response:
    """Return `document` as an HTTP answer that nobody caches."""
    content: dict[str, JsonValue] = document.model_dump(mode="json", exclude_none=True)
    return JSONResponse(
        content,
        status_code=document.status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type=PROBLEM_MEDIA_TYPE,
    )


async def answer_refusal(_request: Request, refusal: Exception) -> Response:
    """Exception hook for `Refusal`."""
    if not isinstance(refusal, Refusal):
        raise refusal
    return refusal.response()


async def answer_http_exception(_request: Request, error: Exception) -> Response:
    """Exception hook for what the framework refuses: unknown path, wrong method, body too large."""
    if not isinstance(error, HTTPException):
        raise error
    kind = _TYPES_BY_STATUS.get(error.status_code, ProblemType.REFUSED)
    detail = error.detail or _title(error.status_code)
    document = ProblemDocument(
        type=kind, title=_title(error.status_code), status=error.status_code, detail=detail
    )
    return problem_response(document, error.headers)


async def answer_invalid_request(_request: Request, error: Exception) -> Response:
    """Exception hook for parameters and bodies that do not fit their schema; input is never echoed."""
    if not isinstance(error, RequestValidationError):
        raise error
    fields = [
        FieldError(field=".".join(str(part) for part in found["loc"]), reason=str(found["msg"]))
        for found in error.errors()
    ]
    named = ", ".join(sorted({found.field for found in fields}))
    return problem_response(
        ProblemDocument(
            type=ProblemType.INVALID_REQUEST,
            title=_title(422),
            status=422,
            detail=f"Not acceptable: {named}.",
            errors=fields,
        )
    )


async def answer_crash(request: Request, error: Exception) -> Response:
    """Exception hook for defects: the log gets the trace, the client does not."""
    _log.error("request crashed", method=request.method, path=request.url.path, error=type(error).__name__)
    return problem_response(
        ProblemDocument(
            type=ProblemType.INTERNAL,
            title=_title(500),
            status=500,
            detail="The server made a mistake. Its log has the details.",
        )
    )


def _title(status: int) -> str:
    return HTTPStatus(status).phrase
