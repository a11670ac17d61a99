"""Tells a running lab what to do wrong."""

import httpx2

from tests.lab_process import RunningLab


async def arm(lab: RunningLab, kind: str, path: str, **conditions: object) -> None:
    """Add a rule: requests whose path begins with `path` fail as `kind` says."""
    async with httpx2.AsyncClient(timeout=20) as client:
        answer = await client.post(f"{lab.url}/lab/faults", json={"kind": kind, "path": path, **conditions})
    answer.raise_for_status()


async def disarm(lab: RunningLab) -> None:
    """Forget every rule."""
    async with httpx2.AsyncClient(timeout=20) as client:
        answer = await client.delete(f"{lab.url}/lab/faults")
    answer.raise_for_status()
