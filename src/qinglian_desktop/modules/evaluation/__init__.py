"""Evaluation (清廉村居评价): the issued indicators, what the records say to each, veto and bonus."""
