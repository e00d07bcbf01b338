"""The analyst's workbench: questions in SQL, answers as a table, a chart or a file, kept under a name."""
