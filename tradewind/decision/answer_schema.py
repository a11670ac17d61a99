"""The JSON schema of an answer, for servers that hold a model to one; the parser accepts more than it."""

from typing import Final

from tradewind.decision.vocabulary import NARRATIVE
from tradewind.domain.decision import Action

Schema = dict[str, object]
SUBMIT: Final = "submit_decisions"
"""What the schema and the function that carries an answer are called."""


def _nullable(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _closed(properties: Schema) -> Schema:
    """Return an object of exactly these properties; strict servers want every one required, null where unknown."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_ITEM: Final = _closed(
    {
        "symbol": {"type": "string"},
        "action": {"type": "string", "enum": [action.value for action in Action]},
        "confidence": _nullable("number"),
        "notional": _nullable("number"),
        "leverage": _nullable("number"),
        "stop_price": _nullable("number"),
        "take_profit_price": _nullable("number"),
        "close_fraction": _nullable("number"),
        "rationale": {"type": "string"},
        "risk": _closed({name: _nullable("string") for name in NARRATIVE}) | {"type": ["object", "null"]},
    }
)
ANSWER_SCHEMA: Final = _closed(
    {
        "reasoning": {"type": "string"},
        "decisions": {"type": "array", "items": _ITEM},
        "pause_cycles": _nullable("integer"),
    }
)
