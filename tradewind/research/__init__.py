"""Replay, backtest and arena: the desk's own cycle over stored bundles and tapes, on a virtual clock.

Never another copy of the review, the parser, the prompt or the matching.
"""
