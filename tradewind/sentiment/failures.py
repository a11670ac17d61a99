"""Why a feed brought nothing."""

from datetime import timedelta


class FeedFailed(Exception):
    """The feed gave no headlines; what is known stays, and it is asked again later."""

    def __init__(self, reason: str, pause: timedelta | None = None) -> None:
        super().__init__(reason)
        self.pause = pause
        """What the server asked for; None where it asked for nothing."""
