"""One router per resource; each route names its policy and its answer.

Never a rule of trading.
"""
