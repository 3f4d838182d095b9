"""Tables as people bring them: a CSV file of any dialect, or a workbook."""
