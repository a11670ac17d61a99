"""Reads YAML and environment into the config that each room defines for itself.

Never a default of another room's.
"""

from tradewind.settings.loader import SettingsFiles, load_settings
from tradewind.settings.process import Launch, Settings
from tradewind.settings.source import SettingsRefused

__all__ = ["Launch", "Settings", "SettingsFiles", "SettingsRefused", "load_settings"]
