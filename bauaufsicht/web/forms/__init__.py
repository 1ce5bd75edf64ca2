"""Forms: one base, German messages, the same look."""
