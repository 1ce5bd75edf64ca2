"""Measurements, as ratios against a floor in the same run; never asserted in a test."""
