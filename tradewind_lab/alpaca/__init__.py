"""Alpaca's stock data and market clock over the lab's stock market.

Never holds an account: the desk trades no stocks.
"""
