"""Grades any nbgrader course: fast, fenced in, beyond forging."""
