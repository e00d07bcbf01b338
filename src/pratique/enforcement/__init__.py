"""What is done about a finding, and why: actions, ladders, points, statements of reasons."""
