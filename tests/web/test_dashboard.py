"""The build is served from memory: its files, and its index for the page's own routes."""

import gzip
from pathlib import Path

from tests.web.stage import running_stage
from tradewind.web.config import WebConfig


def a_build(folder: Path) -> WebConfig:
    build = folder / "dashboard"
    (build / "assets").mkdir(parents=True)
    (build / "index.html").write_text("<!doctype html><title>desk</title>")
    (build / "assets" / "index-abc123.js").write_text("export {}")
    (build / "assets" / "index-abc123.js.gz").write_bytes(gzip.compress(b"export {}"))
    (folder / "secret.txt").write_text("secret")
    return WebConfig(dashboard_folder=build)


async def test_client_routes_get_the_index_and_files_their_types(tmp_path: Path) -> None:
    async with running_stage(tmp_path, config=a_build(tmp_path)) as stage:
        for path in ("/", "/decisions", "/decisions/d1", "/status"):
            page = await stage.http.get(path)
            assert page.text == "<!doctype html><title>desk</title>"
            assert page.headers["cache-control"] == "no-cache"
        script = await stage.http.get("/assets/index-abc123.js")

    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"].startswith("text/javascript")


async def test_an_unchanged_page_is_not_sent_again(tmp_path: Path) -> None:
    async with running_stage(tmp_path, config=a_build(tmp_path)) as stage:
        etag = (await stage.http.get("/")).headers["etag"]
        again = await stage.http.get("/", headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


async def test_a_file_is_sent_as_the_build_packed_it_to_whoever_takes_that(tmp_path: Path) -> None:
    script = "/assets/index-abc123.js"
    async with running_stage(tmp_path, config=a_build(tmp_path)) as stage:
        packed = await stage.http.get(script, headers={"Accept-Encoding": "gzip, br"})
        plain = await stage.http.get(script, headers={"Accept-Encoding": "identity"})
        as_file = await stage.http.get(f"{script}.gz")

    assert (packed.headers["content-encoding"], packed.text) == ("gzip", "export {}")
    assert packed.headers["content-type"].startswith("text/javascript")
    assert "content-encoding" not in plain.headers
    assert plain.text == "export {}"
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert as_file.status_code == 404


async def test_nothing_outside_the_build_is_reachable(tmp_path: Path) -> None:
    """S61."""
    async with running_stage(tmp_path, config=a_build(tmp_path)) as stage:
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "//secret.txt"):
            assert "secret" not in (await stage.http.get(path)).text


async def test_reserved_paths_and_missing_files_are_not_pages(tmp_path: Path) -> None:
    async with running_stage(tmp_path, config=a_build(tmp_path)) as stage:
        for path in ("/api", "/api/x", "/internal/x", "/ws", "/assets/old-1.js"):
            answer = await stage.http.get(path)
            assert (path, answer.status_code) == (path, 404)


async def test_without_a_build_a_plain_page_says_how_to_get_one(tmp_path: Path) -> None:
    async with running_stage(tmp_path, config=WebConfig(dashboard_folder=tmp_path / "absent")) as bare:
        page = await bare.http.get("/decisions")

    assert page.status_code == 200
    assert "make ui" in page.text
