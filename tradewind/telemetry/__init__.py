"""What the desk tells its operator: logs, metrics, health.

Never a business rule, never a secret.
"""
