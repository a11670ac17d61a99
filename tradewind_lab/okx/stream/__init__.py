"""OKX's public WebSocket over the lab's market: topics, the feeds behind them, and the clients that listen.

Never an account and never a price of its own: every value is what the REST routes answer at that moment.
"""
