"""ccxt with the venues that the desk asks: its package imports more than a hundred others, 45 MB and half a second.

The classes of those others stand where ccxt's own code looks for them, and refuse to be used.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Never

VENUES = frozenset({"binance", "binanceus", "okx"})
"""What is loaded; binanceus is made of binance."""
PACKAGES = ("ccxt", "ccxt.async_support")


class _LeftOut(MetaPathFinder, Loader):
    """Finds an empty module for every venue of ccxt that nobody asks."""

    def __init__(self) -> None:
        folders = getattr(find_spec("ccxt"), "submodule_search_locations", None) or ()
        venues = {path.stem for folder in folders for path in Path(folder).glob("abstract/*.py")} - VENUES
        self._names = {f"{package}.{venue}" for package in PACKAGES for venue in venues}

    def find_spec(
        self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Return where a venue that is left out comes from; None for everything else."""
        return ModuleSpec(fullname, self) if fullname in self._names else None

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave the making of the module to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Put a class in it."""
        venue = module.__name__.rpartition(".")[2]
        setattr(module, venue, type(venue, (), {"__init__": _refuse}))


def _refuse(venue: object, *_: object) -> Never:
    name = type(venue).__name__
    raise NotImplementedError(f"ccxt's {name} is not loaded; add it to VENUES in {__name__}")


@contextmanager
def _without_others() -> Iterator[None]:
    left_out = _LeftOut()
    sys.meta_path.insert(0, left_out)
    try:
        yield
    finally:
        sys.meta_path.remove(left_out)


with _without_others():
    import ccxt.async_support as ccxt

__all__ = ["ccxt"]
