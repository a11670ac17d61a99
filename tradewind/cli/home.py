"""The home option that every command shares."""

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[
    Path,
    typer.Option(
        envvar="TRADEWIND_HOME", help="Folder of the desk's state: cache, database, logs.", show_default=True
    ),
]
DEFAULT_HOME = Path("~/.tradewind")


def absolute(path: Path) -> Path:
    """Return `path` with ~ expanded."""
    return path.expanduser().absolute()
