"""In-memory stand-ins for the adapters, held to the same contract tests."""
