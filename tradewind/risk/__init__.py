"""Limits, sizing and gates: a proposal goes in, `Approved` or `Refused` comes out.

Pure: never any input or output, never a clock of its own.
"""
