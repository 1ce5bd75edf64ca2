"""Adapters: what the house needs from outside, each behind a protocol of
`bauaufsicht.domain.ports`.
"""
