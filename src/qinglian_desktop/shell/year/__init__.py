"""The calendar of a year: what falls on which day, shown by month and list, printed on one page."""
