"""The prompt as a pure function of its inputs: the same inputs give the same bytes."""

import json
from dataclasses import dataclass, replace
from string import Template

from tradewind.decision.bundle import Bundle
from tradewind.decision.prompt_document import Json, document_of
from tradewind.decision.prompt_texts import PROMPTS, PromptTexts, load_texts
from tradewind.domain.account import AccountSnapshot
from tradewind.risk.limits import RiskLimits

__all__ = ["PROMPTS", "Prompt", "PromptTexts", "load_texts", "with_complaint", "write_prompt"]
MARK_LENGTH = 16
_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a model is asked."""

    system: str
    user: str
    document: Json
    """The JSON object in its user part."""


def write_prompt(texts: PromptTexts, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Prompt:
    """Return the question to the model; its user part holds exactly one fenced JSON object."""
    document = document_of(texts.sections, bundle, account, limits)
    text = _encoder.encode(document)
    user = Template(texts.user).substitute(
        document=text,
        left_out=", ".join(out.symbol for out in bundle.left_out) or "none",
        symbols=", ".join(market.symbol for market in bundle.markets) or "none",
        as_of=str(bundle.as_of),
        # Whoever writes into the inputs changes their hash, so that nobody can close the envelope from inside.
        envelope=f"DATA-{bundle.sha256[:MARK_LENGTH]}",
    )
    return Prompt(system=texts.system, user=user, document=document)


def with_complaint(prompt: Prompt, reason: str) -> Prompt:
    """Return the same question with what was wrong with the answer to it."""
    complaint = (
        f"Your previous answer could not be used: {reason}\n"
        "Answer again, with one complete JSON object of the form described and nothing else."
    )
    return replace(prompt, user=f"{prompt.user}\n{complaint}\n")
