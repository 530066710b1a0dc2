"""Evaluation (清廉村居评价): issued indicators, what the records say to each, veto and bonus."""
