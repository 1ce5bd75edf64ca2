"""Inspection of files whose sender may mean harm, in a process of its own with narrow limits."""
