"""What a server's response says, whole or chunk by chunk; nothing of its shape is taken for granted."""

from dataclasses import dataclass, field

from tradewind.decision.answer_schema import SUBMIT
from tradewind.decision.answer_text import storable

END_LENGTH = 4_000
"""Characters of answer and reasoning each that are at hand while they are written."""
LENGTH = "length"
"""The reason of an end that cut the answer off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRequest:
    """A function that the model wants called, as it wrote it."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens as the server counted them; None: not said."""

    prompt_tokens: int | None = None
    cached_tokens: int | None = None
    completion_tokens: int | None = None

    def __add__(self, other: "Usage") -> "Usage":
        """Return both together; what one of them does not say is not known."""
        return Usage(
            prompt_tokens=_sum(self.prompt_tokens, other.prompt_tokens),
            cached_tokens=_sum(self.cached_tokens, other.cached_tokens),
            completion_tokens=_sum(self.completion_tokens, other.completion_tokens),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """One response, read."""

    text: str | None
    reasoning: str | None
    finish_reason: str | None
    requests: tuple[ToolRequest, ...]
    usage: Usage

    @property
    def answer(self) -> str:
        """The text of the answer: that of the function that carries it, where the model called it."""
        submitted = next((each.arguments for each in self.requests if each.name == SUBMIT), None)
        return storable(submitted or self.text or "")


def read_completion(response: object) -> Completion | None:
    """Return what an unstreamed response says, None when it is no chat completion."""
    choice = _choice(response)
    if choice is None:
        return None
    message = getattr(choice, "message", None)
    return Completion(
        text=_text(message, "content"),
        reasoning=_reasoning(message),
        finish_reason=_text(choice, "finish_reason"),
        requests=tuple(_request(call) for call in _list(message, "tool_calls")),
        usage=_usage(response),
    )


@dataclass(slots=True)
class _RequestInProgress:
    call_id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)


class CompletionInProgress:
    """Puts a streamed response together; the result equals that of the same response unstreamed."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._reasoning: list[str] = []
        self._requests: dict[int, _RequestInProgress] = {}
        self._finish_reason: str | None = None
        self._usage = Usage()
        self._has_begun = False
        self.text_end = ""
        """The last of the answer, that of the function that carries it included."""
        self.reasoning_end = ""
        """The last of the reasoning."""

    def take(self, chunk: object) -> None:
        """Add one chunk."""
        if getattr(chunk, "usage", None) is not None:
            self._usage = _usage(chunk)
        choice = _choice(chunk)
        if choice is None:
            return
        self._has_begun = True
        delta = getattr(choice, "delta", None)
        text = _text(delta, "content") or ""
        reasoning = _text(delta, "reasoning_content") or _text(delta, "reasoning") or ""
        self._text.append(text)
        self._reasoning.append(reasoning)
        self.text_end = (self.text_end + text)[-END_LENGTH:]
        self.reasoning_end = (self.reasoning_end + reasoning)[-END_LENGTH:]
        for part in _list(delta, "tool_calls"):
            self._take_request(part)
        self._finish_reason = _text(choice, "finish_reason") or self._finish_reason

    def finished(self) -> Completion | None:
        """Return what the chunks say together, None when they are no chat completion."""
        if not self._has_begun:
            return None
        return Completion(
            text="".join(self._text) or None,
            reasoning=storable("".join(self._reasoning)) or None,
            finish_reason=self._finish_reason,
            requests=tuple(
                ToolRequest(call_id=each.call_id, name=each.name, arguments="".join(each.arguments))
                for each in self._requests.values()
            ),
            usage=self._usage,
        )

    def _take_request(self, part: object) -> None:
        index = getattr(part, "index", None)
        request = self._requests.setdefault(index if isinstance(index, int) else 0, _RequestInProgress())
        function = getattr(part, "function", None)
        request.call_id = request.call_id or _text(part, "id") or ""
        request.name = request.name or _text(function, "name") or ""
        arguments = _text(function, "arguments") or ""
        request.arguments.append(arguments)
        if request.name == SUBMIT:
            self.text_end = (self.text_end + arguments)[-END_LENGTH:]


def _request(call: object) -> ToolRequest:
    function = getattr(call, "function", None)
    return ToolRequest(
        call_id=_text(call, "id") or "",
        name=_text(function, "name") or "",
        arguments=_text(function, "arguments") or "",
    )


def _reasoning(message: object) -> str | None:
    # DeepSeek's field, outside the library's types: https://api-docs.deepseek.com/guides/reasoning_model
    # Other servers call it `reasoning`.
    text = _text(message, "reasoning_content") or _text(message, "reasoning")
    return storable(text) if text else None


def _choice(response: object) -> object | None:
    choices = _list(response, "choices")
    return choices[0] if choices else None


def _usage(response: object) -> Usage:
    usage = getattr(response, "usage", None)
    # OpenAI's place of the cached tokens, then DeepSeek's.
    cached = _count(getattr(usage, "prompt_tokens_details", None), "cached_tokens")
    return Usage(
        prompt_tokens=_count(usage, "prompt_tokens"),
        cached_tokens=_count(usage, "prompt_cache_hit_tokens") if cached is None else cached,
        completion_tokens=_count(usage, "completion_tokens"),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _count(usage: object, name: str) -> int | None:
    count = getattr(usage, name, None)
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None


def _text(holder: object, name: str) -> str | None:
    text = getattr(holder, name, None)
    return text if isinstance(text, str) else None


def _list(holder: object, name: str) -> list[object]:
    found = getattr(holder, name, None)
    return found if isinstance(found, list) else []
