"""The API: screening on a hot path of its own, everything a department does beside it. Starlette and msgspec, served by Granian."""
