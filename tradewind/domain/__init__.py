"""The vocabulary of the desk: frozen values and pure functions on them.

Never any input or output, and no import from another room.
"""
