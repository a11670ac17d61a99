"""Who asks Alpaca, and where: the lab with its own keys, or the venue with the operator's."""

from tradewind.app.lab_process import Lab
from tradewind.settings import Settings, rooms

LAB_KEY = "lab-alpaca-key"
LAB_SECRET = "lab-alpaca-secret"  # noqa: S105 -- the lab's own, it guards nothing


def alpaca_access(settings: Settings, lab: Lab | None) -> rooms.AlpacaAccess | str:
    """Return how Alpaca is asked, or what is missing for it; `lab` None means the real one."""
    if lab is not None:
        return rooms.AlpacaAccess(rest_url=lab.alpaca, api_key=LAB_KEY, secret_key=LAB_SECRET)
    if settings.alpaca_api_key and settings.alpaca_secret_key:
        return rooms.AlpacaAccess(
            rest_url=None, api_key=settings.alpaca_api_key, secret_key=settings.alpaca_secret_key
        )
    return "set ALPACA_API_KEY and ALPACA_SECRET_KEY (see .env.example)"
