"""A living marketplace to try everything on: ninety days of three channels, driven through the real pipeline under a simulated clock."""
