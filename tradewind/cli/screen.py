"""What a person sees while the desk starts."""

from rich.console import Console


class Screen:
    """Progress on one line, then the ready line; plain lines where there is no terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._errors = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status = self._console.status("Starting …")

    def begin(self, what: str) -> None:
        """Show what is being done."""
        if self._console.is_terminal:
            self._status.update(f"{what} …")
            self._status.start()
        else:
            self._console.print(f"· {what} …", markup=False)

    def done(self, what: str) -> None:
        """Tick one step off."""
        self._console.print(f"✓ {what}", markup=False)

    def say(self, *lines: str) -> None:
        """Print lines and stop the progress display."""
        self._status.stop()
        for line in lines:
            self._console.print(line, markup=False)

    def refuse(self, reason: str) -> None:
        """Print why the desk does not start."""
        self._status.stop()
        self._errors.print(f"Tradewind did not start: {reason}", markup=False)
