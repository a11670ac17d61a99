"""Headlines about what the lab lists, as RSS feeds: the same ones whenever they are asked.

Never real news, and never a word about a real event.
"""
