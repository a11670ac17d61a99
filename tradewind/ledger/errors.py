"""What the ledger may answer instead of a record."""


class LedgerError(Exception):
    """Anything the ledger can answer but success."""


class LedgerUnavailable(LedgerError):
    """The database is down, locked or full. Nothing was committed; the same call may be repeated."""


class CommitUnknown(LedgerUnavailable):
    """The commit was sent and not answered. Repeat the same call: what was recorded is not recorded twice."""


class TransactionLost(LedgerUnavailable):
    """Another writer came first and the database gave this one up. Nothing was committed; it is tried again here."""


class RecordRefused(LedgerError):
    """A row breaks a rule of the ledger, e.g. its portfolio was never opened. Nothing was committed."""


class SchemaTooNew(LedgerError):
    """A newer version of the program wrote this ledger. Nothing was changed."""


class SchemaTooOld(LedgerError):
    """An older version wrote this ledger and it was to be read only: a start of the desk brings it up to date."""


class ContentDamaged(LedgerError):
    """A stored input is not what was written. The record cannot be read whole; nothing was changed."""


class Unbalanced(LedgerError):
    """A journal entry does not sum to zero in each unit. Nothing was committed."""
