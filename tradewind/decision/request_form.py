"""How a question is put, and what of it is left out for a server that does not know it."""

from dataclasses import dataclass, replace

from tradewind.decision.answer_schema import ANSWER_SCHEMA, SUBMIT
from tradewind.decision.config import AnswerMode, ModelConfig
from tradewind.decision.market_lookup import LOOKUP_TOOL

LOWER = {
    AnswerMode.JSON_SCHEMA: AnswerMode.JSON_OBJECT,
    AnswerMode.TOOL: AnswerMode.JSON_OBJECT,
    AnswerMode.JSON_OBJECT: AnswerMode.PLAIN,
}
"""What is tried where a server refuses a mode."""
_NAMES_OF_MODE = {
    AnswerMode.JSON_SCHEMA: ("response_format", "json_schema", "structured output"),
    AnswerMode.JSON_OBJECT: ("response_format", "json_object"),
    AnswerMode.TOOL: ("tool", "function"),
}
OLD_LIMIT = "max_tokens"
NEW_LIMIT = "max_completion_tokens"
Body = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """The parts of a request that servers differ in."""

    mode: AnswerMode
    is_streamed: bool
    has_temperature: bool = True
    has_lookups: bool = False
    """Functions by which the model may look something up are offered where they are wanted."""
    has_old_limit: bool = True
    """The limit of the answer's tokens goes by the name that most servers know."""

    def without(self, refusal: str) -> "RequestForm | None":
        """Return the form without what `refusal` names; None: it names nothing of it."""
        text = refusal.lower()
        if self.is_streamed and "stream" in text:
            return replace(self, is_streamed=False)
        if any(name in text for name in _NAMES_OF_MODE.get(self.mode, ())):
            return replace(self, mode=LOWER[self.mode])
        if self.has_lookups and any(name in text for name in _NAMES_OF_MODE[AnswerMode.TOOL]):
            return replace(self, has_lookups=False)
        if self.has_old_limit and NEW_LIMIT in text:
            return replace(self, has_old_limit=False)
        if self.has_temperature and "temperature" in text:
            return replace(self, has_temperature=False)
        return None

    def body(self, config: ModelConfig, messages: list[Body], *, may_look_up: bool = False) -> Body:
        """Return the request for `messages`; `may_look_up`: the model may ask to see more before it answers."""
        limit = OLD_LIMIT if self.has_old_limit else NEW_LIMIT
        body: Body = {"model": config.model, "messages": messages, limit: config.max_answer_tokens}
        if self.has_temperature:
            body["temperature"] = 0
        if self.is_streamed:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        body |= _MODES[self.mode]
        if may_look_up and self.has_lookups:
            submit = [_SUBMIT_TOOL] if self.mode is AnswerMode.TOOL else []
            body |= {
                "tools": [*submit, LOOKUP_TOOL],
                "tool_choice": "required" if submit else "auto",
            }
        return body


_SUBMIT_TOOL: Body = {
    "type": "function",
    "function": {
        "name": SUBMIT,
        "description": "Hand in the decisions of this turn.",
        "parameters": ANSWER_SCHEMA,
    },
}
_MODES: dict[AnswerMode, Body] = {
    AnswerMode.JSON_SCHEMA: {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": SUBMIT, "strict": True, "schema": ANSWER_SCHEMA},
        }
    },
    AnswerMode.JSON_OBJECT: {"response_format": {"type": "json_object"}},
    AnswerMode.TOOL: {
        "tools": [_SUBMIT_TOOL],
        "tool_choice": {"type": "function", "function": {"name": SUBMIT}},
    },
    AnswerMode.PLAIN: {},
}
