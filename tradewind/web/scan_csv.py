"""A row of the scanner as the cells of a spreadsheet."""

from tradewind.domain.candle import Timeframe
from tradewind.web.schemas.scanner import ScanRow

COLUMNS = (
    "symbol",
    "kind",
    "price",
    "price_at",
    "change_pct",
    "change_since",
    "score",
    "timeframe",
    "closed_at",
    "rsi_14",
    "trend",
    "volume_ratio",
    "signals",
    "stance",
)


def cells(row: ScanRow, timeframe: Timeframe) -> dict[str, str | None]:
    """Return the text of each column, None where it is unknown; times are UTC."""
    price = row.price
    shown = {
        "symbol": row.symbol,
        "kind": row.kind.value,
        "price": price.last if price else None,
        "price_at": price.received_at if price else None,
        "change_pct": price.change_pct if price else None,
        "change_since": price.change_since.value if price else None,
        "score": row.score,
        "signals": " ".join(row.signals) or None,
        "stance": row.stance,
        **_of_timeframe(row, timeframe),
    }
    return {column: None if shown[column] is None else _text(shown[column]) for column in COLUMNS}


def _of_timeframe(row: ScanRow, timeframe: Timeframe) -> dict[str, object]:
    reading = next((each for each in row.readings if each.timeframe is timeframe), None)
    return {
        "timeframe": timeframe.value,
        "closed_at": reading.closed_at if reading else None,
        "rsi_14": reading.rsi_14 if reading else None,
        "trend": reading.trend if reading else None,
        "volume_ratio": reading.volume_ratio if reading else None,
    }


def _text(value: object) -> str:
    return format(value, ".12g") if isinstance(value, float) else str(value)
