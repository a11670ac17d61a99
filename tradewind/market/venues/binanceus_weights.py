"""What Binance.us allows and what a request costs; of the figures that it has documented, the higher ones."""

WEIGHT_LIMIT = 1200
"""A minute and address: /api/v3/exchangeInfo, rateLimits, REQUEST_WEIGHT."""
CANDLES_WEIGHT = 2
"""/api/v3/klines of one symbol, of any length."""
PRICES_WEIGHT = 80
"""/api/v3/ticker/24hr of the whole market."""
