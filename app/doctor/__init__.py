"""What a site needs, looked at piece by piece: each finding says how it is and, where it could be better, what to do.

Nothing is changed: the record is read as it is, and no folder is made.
"""
