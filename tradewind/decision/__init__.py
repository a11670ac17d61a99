"""From cached inputs to proposals: bundle, freshness gate, prompt, model client, answer parser.

Never an order, and never a verdict on risk.
"""
