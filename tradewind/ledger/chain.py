"""Links each decision to the one before it, one chain a portfolio, inside the transaction that records it.

The chain's own row is its lock: whoever holds it writes the next link. It also knows how long the chain is, so that
a missing end is noticed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from tradewind.ledger.encoding import to_text
from tradewind.ledger.fingerprints import as_stored, digests_of, record_hash, shortened
from tradewind.ledger.statements import insert_once
from tradewind.ledger.tables import decision_chains, decision_logs

Row = Mapping[str, Any]
_OF_PORTFOLIO = decision_chains.c.portfolio_id == bindparam("of")
_END = select(decision_chains.c.length, decision_chains.c.head_sha256).where(_OF_PORTFOLIO).with_for_update()
_EXTENDED = (
    update(decision_chains)
    .where(_OF_PORTFOLIO)
    .values(length=bindparam("to_link"), head_sha256=bindparam("to_sha256"))
)


async def link(connection: AsyncConnection, decision: Row, calls: Sequence[Row]) -> dict[str, Any]:
    """Return a decision's row with its place in the chain, which is held until the transaction ends."""
    length, head = await _end_of_chain(connection, decision["portfolio_id"])
    placed = {**decision, "link": length + 1, "previous_sha256": head}
    digests = digests_of(_stored(placed), [_stored(call) for call in calls])
    return {
        **placed,
        "fingerprints_json": to_text(shortened(digests)),
        "sha256": record_hash(digests),
    }


async def extend(connection: AsyncConnection, linked: Row) -> None:
    """Make a linked row the end of its chain; nobody else can have moved it since."""
    moved = {"of": linked["portfolio_id"], "to_link": linked["link"], "to_sha256": linked["sha256"]}
    await connection.execute(_EXTENDED, moved)


async def _end_of_chain(connection: AsyncConnection, portfolio_id: str) -> tuple[int, str | None]:
    values = {"of": portfolio_id}
    end = (await connection.execute(_END, values)).one_or_none()
    if end is None:
        await _begin(connection, portfolio_id)
        end = (await connection.execute(_END, values)).one()
    return end.length, end.head_sha256


async def _begin(connection: AsyncConnection, portfolio_id: str) -> None:
    """Begin a portfolio's chain after the records that were written before there were any."""
    counted = select(func.count()).where(decision_logs.c.portfolio_id == portfolio_id)
    unlinked = (await connection.execute(counted.select_from(decision_logs))).scalar_one()
    row = {"portfolio_id": portfolio_id, "unlinked": unlinked, "length": 0, "head_sha256": None}
    await insert_once(connection, decision_chains, [row])


def _stored(row: Row) -> dict[str, bytes | None]:
    return {name: as_stored(value) for name, value in row.items()}
