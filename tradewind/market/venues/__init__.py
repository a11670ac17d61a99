"""One client and one reader of answers for each venue.

Never anything that another venue could share.
"""
