"""What the operator wrote by hand, as apart from what is shipped."""

from pathlib import Path

from tradewind.settings.source import SettingsRefused, read_mapping


def authored_keys(own: Path, section: str) -> frozenset[str]:
    """Return which keys of `section` the operator's own file names; none where there is no such file or section."""
    try:
        content = read_mapping(own).get(section)
    except SettingsRefused:
        return frozenset()
    return frozenset(str(key) for key in content) if isinstance(content, dict) else frozenset()
