"""The lab's stock market: New York's sessions, a tape of them, and the market as it stands at any moment.

Never here: how Alpaca words it.
"""
