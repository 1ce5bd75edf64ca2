"""Use cases, one module per area; none of them commits."""
