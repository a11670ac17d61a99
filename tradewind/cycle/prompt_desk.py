"""The versions of the prompt, and what a draft would say: words of an editor, filled with the figures of now.

Nothing is asked, recorded or sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tradewind.cycle.judging import gather_for
from tradewind.cycle.ports import Mandate, OrderPorts, Recalls
from tradewind.decision.prompt import Prompt, write_prompt
from tradewind.decision.prompt_library import ListedPrompt, listed_prompts
from tradewind.decision.prompt_texts import PromptTexts, Section, slot_problems

CHARACTERS_PER_TOKEN = 3.5
"""Of English with figures; tokenizers differ by a fifth around it."""
DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPreview:
    """A draft, filled; None: its slots cannot be."""

    prompt: Prompt | None
    problems: tuple[str, ...]

    @property
    def tokens(self) -> int | None:
        """How many tokens it has, roughly; None where it cannot be filled."""
        if self.prompt is None:
            return None
        return round((len(self.prompt.system) + len(self.prompt.user)) / CHARACTERS_PER_TOKEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptChoice:
    """Which version is in force, and where the operator's own lie."""

    version: str
    folder: Path


class PromptDesk:
    """Shows and fills prompts for one portfolio."""

    def __init__(
        self,
        ports: OrderPorts,
        mandate: Callable[[], Mandate],
        choice: Callable[[], PromptChoice],
        recollection: Recalls | None = None,
    ) -> None:
        self._ports = ports
        self._mandate = mandate
        self._choice = choice
        self._recollection = recollection

    @property
    def in_force(self) -> str:
        """The version that the next cycle asks with."""
        return self._choice().version

    def listed(self) -> tuple[ListedPrompt, ...]:
        """Read every version; blocks for as long as the files take."""
        return listed_prompts(self._choice().folder)

    async def fill(self, system: str, user: str) -> PromptPreview:
        """Return the draft as a model would read it now; BusUnavailable, LedgerUnavailable."""
        problems = (*(() if system.strip() else ("the system part is empty",)), *slot_problems(user))
        if problems:
            return PromptPreview(prompt=None, problems=problems)
        mandate = self._mandate()
        account = await self._ports.accounts.snapshot(mandate.portfolio_id)
        bundle = await gather_for(self._ports, mandate, account)
        if self._recollection is not None:
            bundle = await self._recollection.recall(bundle, account)
        texts = PromptTexts(version=DRAFT, system=system, user=user, sections=frozenset(Section))
        remarks = tuple(f"left out this time: {out.cause}" for out in bundle.left_out)
        return PromptPreview(prompt=write_prompt(texts, bundle, account, mandate.limits), problems=remarks)
