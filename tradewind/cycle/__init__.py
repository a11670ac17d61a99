"""One tick of the desk, the same code in every mode: bundle, decision, verdicts, record, orders.

Never any input or output of its own: everything outside comes in through `ports`.
"""
