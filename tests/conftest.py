"""What holds for every test."""

import pytest
from hypothesis import HealthCheck, settings

# A machine that stands still for a second is no fault of the property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, so that no core waits for them at the end."""
    items.sort(key=lambda item: ("test_kill" not in item.nodeid, item.get_closest_marker("e2e") is None))
