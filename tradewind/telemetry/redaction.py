"""Keeps secrets and control characters out of everything that is logged."""

import re
from collections.abc import Collection, Mapping

REDACTED = "[redacted]"

_SECRET_NAME = re.compile(
    r"(^|[_.-])(password|passwd|passphrase|secret|token|api_?key|private_?key|authorization|cookie|credentials?)$",
    re.IGNORECASE,
)
_SECRET_SHAPES = (
    re.compile(r"\bbot\d{6,}:[\w-]{20,}"),  # Telegram puts its token into the path of a url
    re.compile(r"\bsk-[\w-]{16,}"),  # keys of OpenAI-compatible servers
    re.compile(r"(?i)\bbearer\s+[\w.~+/=-]{8,}"),
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),  # user and password in a url
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Redaction:
    """Replaces what must not be read; `secrets` are the values that the desk was given."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        self._secrets = tuple(sorted(filter(None, secrets), key=len, reverse=True))

    def text(self, text: str) -> str:
        """Return `text` without any known secret or anything that looks like one."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        for shape in _SECRET_SHAPES:
            text = shape.sub(REDACTED, text)
        return text

    def value(self, name: str, value: object) -> object:
        """Return `value` as it may be logged under `name`, whatever it is nested in."""
        if _SECRET_NAME.search(name):
            return REDACTED
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {str(inner): self.value(str(inner), content) for inner, content in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.value("", content) for content in value]
        if value is None or isinstance(value, (bool, int, float)):
            return value
        return self.text(str(value))


def on_one_line(text: str) -> str:
    """Return `text` with every control character escaped, so that no entry can forge another."""
    return _CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
