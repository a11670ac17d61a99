"""The simulator fills, charges, funds and liquidates as the lab does, to the last digit."""

import sys

from tests.brokers.agreement.duel import Tally, duel
from tests.brokers.agreement.scripts import script

SCRIPTS = 100


def test_the_simulator_and_the_lab_agree_on_every_random_script() -> None:
    tally = Tally()
    differing = {seed: found for seed in range(SCRIPTS) if (found := duel(script(seed), tally))}
    sys.stdout.write(f"simulator and lab: {tally}\n")

    assert differing == {}
    assert tally.scripts == SCRIPTS
    assert min(tally.refusals, tally.stops_and_targets, tally.fundings) > SCRIPTS
    assert tally.maker_fills > SCRIPTS // 2
    assert tally.liquidations > SCRIPTS // 20


def test_the_same_seed_writes_the_same_script() -> None:
    assert script(7).acts == script(7).acts
    assert script(7).acts != script(8).acts
