"""An offline venue: OKX-shaped exchange and a chat API over one market tape.

It keeps its own truth and never imports `tradewind`.
"""
