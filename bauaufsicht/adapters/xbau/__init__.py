"""XBau 2.4.0.1, 2.5 and 2.6: reading what comes in, writing what we answer.

A new version of the standard is one more entry in `versionen.VERSIONEN`.
"""
