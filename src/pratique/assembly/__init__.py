"""The only place that knows every part: content, detectors and engines put together."""
