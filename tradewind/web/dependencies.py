"""What a route is handed."""

from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import HTTPConnection

from tradewind.web.desk import Desk

MAX_PAGE = 500
DEFAULT_PAGE = 50


def desk_of(connection: HTTPConnection) -> Desk:
    """Return the desk that the app was created with."""
    desk: Desk = connection.app.state.desk
    return desk


DeskAtHand = Annotated[Desk, Depends(desk_of)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE, description="items per page")]
Cursor = Annotated[
    str | None, Query(min_length=1, max_length=200, description="next_cursor of the page before")
]
