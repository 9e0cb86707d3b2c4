"""Grade any nbgrader course: fast, fenced in, beyond forging.

The student's code runs in a process of its own behind a fence. A trusted
process runs the instructor's tests on the values that the student's functions
return, and compares those values with what the instructor's solution returns.
"""

__version__ = "0.1.0"
