"""The hands of a list: cells chosen, typed, pasted, filled and taken back."""
