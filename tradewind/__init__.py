"""A self-hosted trading desk on which a language model trades inside limits it cannot change.

Rooms import downwards only; docs/architecture.md draws the floors.
"""
