"""What can be observed: detectors that read concepts out of text, pictures, video and sound."""
