"""Where prices come from: a seeded generator or a folder of recorded candles, in the tape's own time.

Never here: today's time, HTTP, or anything of accounts.
"""
