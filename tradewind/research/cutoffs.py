"""How far into the past a model may have seen the markets that it is tested on: its makers' own statements."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """The end of what a model was trained on."""

    until: Instant
    source: str


def _stated(until: str, source: str) -> Cutoff:
    return Cutoff(until=Instant.parse(f"{until}T00:00:00Z"), source=source)


_OPENAI = "https://platform.openai.com/docs/models"
_GOOGLE = "https://ai.google.dev/gemini-api/docs/models"
_CLAUDE = "https://docs.anthropic.com/en/docs/about-claude/models"
_LLAMA = "https://huggingface.co/meta-llama"

# The first day that a model cannot know, by the beginning of its name; the longest beginning counts.
_STATED = {
    "gpt-4o": _stated("2023-11-01", f"{_OPENAI}/gpt-4o"),
    "gpt-4.1": _stated("2024-07-01", f"{_OPENAI}/gpt-4.1"),
    "o3": _stated("2024-07-01", f"{_OPENAI}/o3"),
    "o4-mini": _stated("2024-07-01", f"{_OPENAI}/o4-mini"),
    "gpt-5": _stated("2024-10-01", f"{_OPENAI}/gpt-5"),
    "gemini-2.5": _stated("2025-02-01", _GOOGLE),
    "claude-3-5-sonnet": _stated("2024-05-01", _CLAUDE),
    "llama-3.1": _stated("2024-01-01", f"{_LLAMA}/Llama-3.1-8B-Instruct"),
    "llama-3.3": _stated("2024-01-01", f"{_LLAMA}/Llama-3.3-70B-Instruct"),
}
KNOWS_NOTHING = frozenset({"lab-rules"})
"""Fixed rules behind a chat API: there is nothing that they could have seen."""


def cutoff_of(model: str) -> Cutoff | None:
    """Return the end of what a model was trained on, None where its makers do not say or it is not known here."""
    name = model.rsplit("/", maxsplit=1)[-1].lower()
    stated = [beginning for beginning in _STATED if name.startswith(beginning)]
    return _STATED[max(stated, key=len)] if stated else None


def label_of(model: str, begin: Instant) -> str | None:
    """Return what a reader must know about a window from `begin` on; None: the model cannot have seen it."""
    if model in KNOWS_NOTHING:
        return None
    cutoff = cutoff_of(model)
    if cutoff is None:
        return f"cutoff of {model} unknown: it may have seen this period"
    if begin < cutoff.until:
        return f"{model} may have seen this period: it was trained on data up to {cutoff.until} ({cutoff.source})"
    return None
