"""The commands: parse, call `app`, print.

Never any logic of the desk.
"""

from tradewind.cli.commands import main

__all__ = ["main"]
