"""What holds for every test."""

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, so that no core waits for them at the end."""
    items.sort(key=lambda item: ("test_kill" not in item.nodeid, item.get_closest_marker("e2e") is None))
