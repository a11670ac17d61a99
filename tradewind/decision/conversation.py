"""One question on its way to its answer: what was said, looked up and counted so far."""

from dataclasses import dataclass, field

from tradewind.decision.answer_schema import SUBMIT
from tradewind.decision.completion import Completion, ToolRequest, Usage
from tradewind.decision.market_lookup import READ_MARKET, LookedUp
from tradewind.decision.request_form import Body

MOST_REQUESTS = 4
"""Answered of one round; a model that asks for more is told so."""


@dataclass(slots=True, kw_only=True)
class Conversation:
    """Grows by one completion each round."""

    messages: list[Body]
    rounds: int = 0
    last: Completion | None = None
    looked_up: list[LookedUp] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)
    has_lost: bool = False
    """A connection broke on the way: nobody knows what the server charges for that."""

    def take(self, completion: Completion | None) -> list[ToolRequest]:
        """Add what the model said and return what it wants to see before it answers."""
        self.rounds += 1
        self.last = completion
        if completion is None:
            return []
        self.usage = self.usage + completion.usage if self.rounds > 1 else completion.usage
        if any(each.name == SUBMIT for each in completion.requests):
            return []
        return [each for each in completion.requests if each.name == READ_MARKET]

    def answer(self, completion: Completion, results: list[LookedUp]) -> None:
        """Add the results of the requests in `completion`, in their order."""
        self.looked_up += results
        said: Body = {
            "role": "assistant",
            "content": completion.text or "",
            "tool_calls": [
                {
                    "id": each.call_id,
                    "type": "function",
                    "function": {"name": each.name, "arguments": each.arguments},
                }
                for each in completion.requests
            ],
        }
        if completion.reasoning is not None:
            # A reasoning model that called a function wants its reasoning back:
            # https://api-docs.deepseek.com/guides/thinking_mode
            said["reasoning_content"] = completion.reasoning
        told = [each.told for each in results]
        told += ['{"error":"too many requests at once"}'] * (len(completion.requests) - len(told))
        replies: list[Body] = [
            {"role": "tool", "tool_call_id": request.call_id, "content": text}
            for request, text in zip(completion.requests, told, strict=True)
        ]
        self.messages = [*self.messages, said, *replies]
