"""Fuses what the analysis and the news say into BUY, HOLD or SELL, and tells when that changes.

Reads the bus alone, never a producer, and never an order.
"""
