"""The issued table as a workbook: read in whatever layout it comes, written as it was."""
