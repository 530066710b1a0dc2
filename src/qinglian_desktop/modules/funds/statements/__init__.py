"""The statements of a book: sums of its accounts in, lines with their figures out.

Nothing here reads a book or draws: `sums` says what was posted, `chart` what the accounts are
called, each statement has a file of its own, `ties` compares them, and every figure knows which
rows it was added up from (`values.Behind`).
"""
