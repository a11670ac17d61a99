"""The built dashboard, read into memory once: no path of a request ever reaches the file system."""

import mimetypes
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from tradewind.web.policy import ASSETS, hold_to_rate

RESERVED: Final = ("api", "internal", "ws")
"""First parts of paths that are never a page."""
HASHED_FOLDER = "assets/"
"""Vite names the files in it by their content, so they never change."""
PACKED = ".gz"
IMMUTABLE = "public, max-age=31536000, immutable"
NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Tradewind</title></head>
<body><h1>The dashboard is not built</h1>
<p>The desk runs and its HTTP routes answer. Build the page with <code>make ui</code> and start the desk again.</p>
</body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file of the build."""

    content: bytes
    media_type: str
    etag: str
    is_immutable: bool
    packed: bytes | None
    """The same, gzipped by the build; None where it is not smaller."""


class Dashboard:
    """Answers what no route answers: files of the build, and its index for the page's own routes."""

    def __init__(self, folder: Path) -> None:
        self._assets = _load(folder)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request that no route took."""
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        path = scope["path"].lstrip("/")
        if scope["method"] not in ("GET", "HEAD") or path.partition("/")[0] in RESERVED:
            raise HTTPException(404, "There is nothing at this address.")
        connection = HTTPConnection(scope)
        hold_to_rate(connection, ASSETS)
        await self._answer(path, connection)(scope, receive, send)

    def _answer(self, path: str, connection: HTTPConnection) -> Response:
        asset = self._assets.get(path)
        if asset is None and "." not in path.rpartition("/")[2]:
            asset = self._assets.get("index.html")
            if asset is None:
                return HTMLResponse(NOT_BUILT, headers={"Cache-Control": "no-store"})
        if asset is None:
            raise HTTPException(404, "There is no such file in the dashboard.")
        headers = {
            "ETag": asset.etag,
            "Cache-Control": IMMUTABLE if asset.is_immutable else "no-cache",
            "Vary": "Accept-Encoding",
        }
        if connection.headers.get("if-none-match") == asset.etag:
            return Response(status_code=304, headers=headers)
        if asset.packed is None or not _takes_gzip(connection):
            return Response(asset.content, media_type=asset.media_type, headers=headers)
        return Response(
            asset.packed, media_type=asset.media_type, headers=headers | {"Content-Encoding": "gzip"}
        )


def _takes_gzip(connection: HTTPConnection) -> bool:
    taken = connection.headers.get("accept-encoding", "").replace(" ", "").lower().split(",")
    return "gzip" in taken


def _load(folder: Path) -> dict[str, Asset]:
    return {
        path.relative_to(folder).as_posix(): _asset(path, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != PACKED
    }


def _asset(path: Path, name: str) -> Asset:
    content = path.read_bytes()
    packed = path.with_name(path.name + PACKED)
    return Asset(
        content=content,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        etag=f'W/"{sha256(content).hexdigest()[:32]}"',
        is_immutable=name.startswith(HASHED_FOLDER),
        packed=packed.read_bytes() if packed.is_file() else None,
    )
