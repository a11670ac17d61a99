"""Answers of models by what they were asked: a question that was put once is never paid for again.

Kept as one JSON line each in a file of its own, beside the ledger and never in it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tradewind.bus.codec import Undecodable, decode, encode
from tradewind.domain.decision import ModelCall

AS_RECORDED = ""
"""Parameters of a stored call: the desk's own at that time."""

Exchange = tuple[ModelCall, ...]
"""Every call that one question took, the one that counts last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedAnswer:
    """One line of the file."""

    key: str
    calls: Exchange


class AnswersDamaged(ValueError):
    """The file of answers holds a line that cannot be read; the message names it."""


def key_of(model: str, system_prompt: str, user_prompt: str, parameters: str = AS_RECORDED) -> str:
    """Return the hash that names a question: sha256 over model, messages and parameters."""
    return hashlib.sha256(encode((model, (system_prompt, user_prompt), parameters))).hexdigest()


def exchanges_of(calls: Sequence[ModelCall]) -> list[Exchange]:
    """Return stored calls by question, in their order: calls of the same prompts in a row stood in for each other."""
    found: list[list[ModelCall]] = []
    for call in calls:
        if found and _prompts(found[-1][-1]) == _prompts(call):
            found[-1].append(call)
        else:
            found.append([call])
    return [tuple(exchange) for exchange in found]


class AnswerCache:
    """Answers that live models gave to replays; `file` None: they are forgotten with the process."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._answers: dict[str, Exchange] = {}
        if file is not None and file.exists():
            for number, line in enumerate(file.read_bytes().splitlines(), start=1):
                answer = _read(file, number, line)
                self._answers[answer.key] = answer.calls

    def get(self, key: str) -> Exchange | None:
        """Return the answer to a question, None when it was never put."""
        return self._answers.get(key)

    def keep(self, key: str, calls: Exchange) -> None:
        """Remember an answer; one that failed is asked for again another time."""
        if calls[-1].error is not None:
            return
        self._answers[key] = calls
        if self._file is not None:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._file.open("ab") as lines:
                lines.write(encode(CachedAnswer(key=key, calls=calls)) + b"\n")


def _prompts(call: ModelCall) -> tuple[str, str]:
    return call.system_prompt, call.user_prompt


def _read(file: Path, number: int, line: bytes) -> CachedAnswer:
    try:
        return decode(line, CachedAnswer)
    except Undecodable as e:
        raise AnswersDamaged(
            f"{file}, line {number}: {e}; remove the line, its answer is asked for again"
        ) from e
