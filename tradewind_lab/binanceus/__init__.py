"""Binance.us's public REST over the lab's spot market, counted in request weight as the venue counts it.

Never holds an order: the desk trades swaps only.
"""
