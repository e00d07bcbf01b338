"""What reads well but is wrong, or soon will be: one file an issue.

The loader refuses what cannot be read, unknown names among it. Lint looks further: at what the knowledge would do.
"""
