"""The OpenAPI document, with the live frames that OpenAPI itself has no place for."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from tradewind.web.problems import PROBLEM_MEDIA_TYPE, ProblemDocument
from tradewind.web.schemas.frames import FRAMES

SOCKET_PATH = "/ws/market-data"
_TEMPLATE = "#/components/schemas/{model}"

Json = dict[str, Any]

PROBLEM_RESPONSES: dict[int | str, Json] = {
    "default": {
        "description": "A problem document (RFC 9457)",
        "content": {PROBLEM_MEDIA_TYPE: {"schema": {"$ref": _TEMPLATE.format(model="ProblemDocument")}}},
    }
}


def describe(app: FastAPI) -> Json:
    """Return the document of `app`; the same code always gives the same document."""
    described = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
    _add_frames(described)
    return described


def _add_frames(described: Json) -> None:
    _, extra = models_json_schema(
        [(model, "serialization") for model in (*FRAMES, ProblemDocument)], ref_template=_TEMPLATE
    )
    schemas = described["components"]["schemas"]
    described["components"]["schemas"] = dict(sorted({**extra["$defs"], **schemas}.items()))
    described["x-websockets"] = {
        SOCKET_PATH: {
            "description": "Live frames; ?since=SEQ&epoch=ID resumes.",
            "frames": [{"$ref": _TEMPLATE.format(model=frame.__name__)} for frame in FRAMES],
        }
    }
