"""One function a user act: permission, pure act, events, projection and outbox in one transaction.

The API, the console and the worker call these.
"""
