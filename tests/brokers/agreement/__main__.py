"""Many scripts through both venues: `python -m tests.brokers.agreement --scripts 1000`; ends with 1 where they differ."""

import argparse
import sys

from tests.brokers.agreement.duel import Tally, duel
from tests.brokers.agreement.scripts import script


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scripts", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0, help="the first seed")
    chosen = asked.parse_args()
    tally = Tally()
    for seed in range(chosen.first, chosen.first + chosen.scripts):
        if found := duel(script(seed), tally):
            sys.stdout.write("\n  ".join((f"seed {seed}", *found)) + "\n")
    sys.stdout.write(f"{tally}\n")
    return 1 if tally.differing else 0


if __name__ == "__main__":
    sys.exit(main())
