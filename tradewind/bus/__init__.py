"""The only room that speaks to Redis: key table, codecs, batched writes, channels, embedded server.

Never any business meaning.
"""
