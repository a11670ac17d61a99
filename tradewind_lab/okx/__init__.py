"""OKX's v5 interface over the lab's market and accounts.

Never here: rules of the market or of accounts, only their translation.
"""
