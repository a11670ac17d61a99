"""Alembic's folder: the steps that bring an older ledger to this version's schema."""
