"""The broker port and its adapters, one folder each.

Never any strategy; only `app` picks an adapter.
"""
