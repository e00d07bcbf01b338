"""The analyst's workbench: questions in SQL over an extract of what the asker may see.

The extract is a DuckDB file made of the records within somebody's walls; a question runs in a process of its own that can read this file
and nothing else, and is killed when its time is over.
"""
