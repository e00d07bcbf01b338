"""Components as template tags; all are built in, no template loads them."""
