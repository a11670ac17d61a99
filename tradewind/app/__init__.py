"""The composition root: builds the rooms from settings and runs the roles.

The only room that picks an adapter; never a business rule.
"""
