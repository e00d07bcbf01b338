"""The process tree of `pratique up`: database, service, console, worker, and who looks after them."""
