"""Counts how often the leaderboard's 95 % intervals hold the truth, over simulated traders whose truth is known.

Usage: python -m bench.interval_coverage [--traders 1000] [--days 90 250 720] [--kept 0.15]   Returns of fat tails (Student's t with 4 degrees)
that follow each other a little (each keeps 0.15 of the last), 1,000 traders of as many true means.
"""

import argparse

from bench.figures import Figure, keep
from tests.portfolio.traders import KEPT, coverage

GOAL = ">= 0.93"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--traders", type=int, default=1_000)
    parser.add_argument("--days", type=int, nargs="*", default=[90, 250, 720])
    parser.add_argument("--kept", type=float, default=KEPT, help="share of a return that the next one keeps")
    arguments = parser.parse_args()
    figures = []
    for span in arguments.days:
        shares = coverage(arguments.traders, span, kept=arguments.kept)
        figures += [
            Figure(
                name=f"interval of the {name}, {span} days: holds the truth",
                value=share,
                unit="share",
                yardstick="promised",
                yardstick_value=0.95,
                goal=GOAL,
            )
            for name, share in zip(("mean return", "Sharpe ratio"), shares, strict=True)
        ]
    keep("interval_coverage", figures)
