"""A market's name in file and account names: another tape's prices would make nonsense of positions and history."""

import hashlib

from tradewind.app.lab_process import Lab


def market_name(lab: Lab | None) -> str:
    """Return the name of the market that `lab` plays, of the real one for None."""
    if lab is None:
        return "okx"
    return f"lab-{hashlib.sha256(f'{lab.tape} {lab.shift_ms}'.encode()).hexdigest()[:12]}"
