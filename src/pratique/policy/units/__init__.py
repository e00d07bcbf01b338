"""The units of content, one module each: its declared fields, and how they become the struct of `policy/model.py`."""
