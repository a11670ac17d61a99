"""The words that a model is asked with."""

from typing import Annotated

from pydantic import Field

from tradewind.cycle.prompt_desk import PromptPreview
from tradewind.decision.prompt_library import ListedPrompt
from tradewind.decision.prompt_texts import LARGEST_FILE, SLOTS
from tradewind.web.schemas.shape import Shape

PromptPart = Annotated[str, Field(max_length=LARGEST_FILE)]


class SlotView(Shape):
    """One place of a prompt that figures go to."""

    name: str
    kind: str  # json, symbols, moment or mark
    is_required: bool


class PromptView(Shape):
    """One version; texts are null where it is refused."""

    version: str
    is_shipped: bool
    is_in_force: bool
    sha256: str | None
    system: str | None
    user: str | None
    slots: tuple[str, ...]
    refusal: str | None
    diff: str  # to the version before it, as a unified diff

    @classmethod
    def of(cls, listed: ListedPrompt, in_force: str) -> "PromptView":
        """Return the shape of `listed`."""
        texts = listed.texts
        return cls(
            version=listed.version,
            is_shipped=listed.is_shipped,
            is_in_force=listed.version == in_force,
            sha256=texts.sha256 if texts else None,
            system=texts.system if texts else None,
            user=texts.user if texts else None,
            slots=texts.slots if texts else (),
            refusal=listed.refusal,
            diff=listed.diff,
        )


class PromptList(Shape):
    """Every version, oldest first."""

    items: tuple[PromptView, ...]
    slots: tuple[SlotView, ...]

    @classmethod
    def of(cls, listed: tuple[ListedPrompt, ...], in_force: str) -> "PromptList":
        """Return the shape of `listed`."""
        return cls(
            items=tuple(PromptView.of(each, in_force) for each in listed),
            slots=tuple(
                SlotView(name=slot.name, kind=slot.kind.value, is_required=slot.is_required) for slot in SLOTS
            ),
        )


class PreviewBody(Shape):
    """A draft."""

    system: PromptPart
    user: PromptPart


class PreviewAnswer(Shape):
    """The draft as a model would read it now; null where its slots cannot be filled."""

    system: str | None
    user: str | None
    estimated_tokens: int | None
    problems: tuple[str, ...]

    @classmethod
    def of(cls, preview: PromptPreview) -> "PreviewAnswer":
        """Return the shape of `preview`."""
        prompt = preview.prompt
        return cls(
            system=prompt.system if prompt else None,
            user=prompt.user if prompt else None,
            estimated_tokens=preview.tokens,
            problems=preview.problems,
        )
