"""Live frames: one consumer of the bus, every frame encoded once, a bounded outbox per client.

Never a queue without a limit, never a client that slows another.
"""
