"""Changes settings for people while the desk runs: judged whole, confirmed where they loosen, recorded, written in one step.

No model reaches this: decisions are proposals, and nothing in them names a setting.
"""

import asyncio
from collections.abc import Callable

import structlog

from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.configuration import (
    ConfigChange,
    ConfigDocument,
    ConfigEdit,
    ConfigFile,
    ConfigPreview,
    ConfigWord,
    EditOutdated,
    EditRefused,
    NotConfirmed,
)
from tradewind.domain.page import Page
from tradewind.ledger import Ledger
from tradewind.ledger.config_changes import AskedChange
from tradewind.settings.acceptance import accept
from tradewind.settings.documents import document_of
from tradewind.settings.loader import SettingsFiles
from tradewind.settings.plan import Plan, plan_of
from tradewind.settings.reload import SettingsWatch
from tradewind.settings.written import write_whole

_log = structlog.get_logger(__name__)


class SettingsEditor:
    """The settings of one desk, which is named by `home` in the record; one change at a time."""

    def __init__(
        self,
        files: SettingsFiles,
        watch: SettingsWatch,
        *,
        ledger: Ledger,
        clock: Clock,
        mode: Callable[[], RuntimeMode],
        home: str,
    ) -> None:
        self._files = files
        self._watch = watch
        self._ledger = ledger
        self._clock = clock
        self._mode = mode
        self._home = home
        self._turn = asyncio.Lock()

    async def document(self, file: ConfigFile) -> ConfigDocument:
        """Return one file beside what is in force."""
        return await asyncio.to_thread(document_of, file, self._watch.settings, self._mode(), self._files)

    async def preview(self, edit: ConfigEdit) -> ConfigPreview:
        """Return what `edit` would do; nothing is written. ValuesRefused, EditRefused."""
        return (await self._plan(edit)).preview

    async def update(self, edit: ConfigEdit, word: ConfigWord) -> ConfigChange:
        """Write `edit`, recorded first, and take it over; ValuesRefused, EditRefused, LedgerUnavailable.

        EditOutdated when it is not the change that `word` names. NotConfirmed when something is loosened without
        digest and word of its preview.
        """
        async with self._turn:
            plan = await self._plan(edit)
            _must_be_meant(plan.preview, word)
            change_id = await self._ledger.config_changes.ask(self._record(plan, word), self._home)
            async with self._watch.writing():
                _must_be_the_same(plan, await self._plan(edit))  # the mode may have been switched meanwhile
                await asyncio.to_thread(self._write, plan, word.by)
            await self._ledger.config_changes.written(change_id)
            _log.warning(
                "settings_written",
                by=word.by,
                reason=word.reason,
                change=change_id,
                keys=[row.key for row in plan.preview.changes if row.is_asked],
                is_looser=plan.preview.word is not None,
                version=self._watch.state.version,
            )
            return await self._ledger.config_changes.get(change_id)

    async def history(self, limit: int, cursor: str | None) -> Page[ConfigChange]:
        """Return up to `limit` changes, newest first; LedgerUnavailable, ValueError for a foreign cursor."""
        return await self._ledger.config_changes.page(limit, cursor, self._home)

    async def _plan(self, edit: ConfigEdit) -> Plan:
        return await asyncio.to_thread(plan_of, edit, self._watch.settings, self._mode(), self._files)

    def _record(self, plan: Plan, word: ConfigWord) -> AskedChange:
        return AskedChange(
            file=plan.preview.file,
            by=word.by,
            reason=word.reason,
            mode=self._mode(),
            changes=plan.preview.changes,
            version_before=self._watch.settings.version,
            sha256_before=plan.sha256_before,
            sha256_after=plan.sha256_after,
        )

    def _write(self, plan: Plan, by: str) -> None:
        try:
            if plan.needs_acceptance:
                accept(self._files.launch.home, plan.sha256_after, by, self._clock.now())
            write_whole(plan.path, plan.text)
        except OSError as e:
            raise EditRefused(
                f"{plan.path} cannot be written ({e.strerror}); nothing was changed. Change it where it comes from."
            ) from e


def _must_be_the_same(plan: Plan, again: Plan) -> None:
    if again.preview.digest != plan.preview.digest:
        raise EditOutdated(
            f"{plan.path}, or the mode of the desk, was changed by somebody else meanwhile; nothing was written here."
        )


def _must_be_meant(preview: ConfigPreview, word: ConfigWord) -> None:
    if word.digest is not None and word.digest != preview.digest:
        raise EditOutdated(
            "The file or the desk has changed since the preview; nothing was written. Look again."
        )
    if preview.word is None:
        return
    if word.digest is None:
        raise NotConfirmed(
            "Something is loosened: preview the change, then send its digest, and confirm with its word."
        )
    if word.confirm is None or word.confirm.strip().lower() != preview.word:
        raise NotConfirmed(f"Something is loosened: send confirm with the word {preview.word!r}.")
