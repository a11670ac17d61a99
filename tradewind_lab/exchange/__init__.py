"""The venue's own accounts: orders, matching, positions, fees, funding and margin, in memory and exact.

Never here: HTTP, OKX's field names, or anything of the platform that trades on it.
"""
