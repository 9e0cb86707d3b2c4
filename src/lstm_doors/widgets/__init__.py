"""Live doors: sliders and pictures that move in the page and in JupyterLab.

In a chapter: Door, ForgetDoor, InputDoor, OutputDoor, WholeCell, RNNLoop,
JacobianProduct, DoorsOverSentence. In an exercise, driven by the student's
own functions: the classes that start with Your.
"""

from .cell import RNNLoop, WholeCell
from .doors import Door, ForgetDoor, InputDoor, OutputDoor
from .gradient import JacobianProduct
from .sentence import DoorsOverSentence
from .yours import (
    YourCell,
    YourForgetDoor,
    YourInputDoor,
    YourOutputDoor,
    YourRNN,
)
from .yours_time import YourDoors, YourGradient, YourMemoryGradient

__all__ = [
    "Door",
    "DoorsOverSentence",
    "ForgetDoor",
    "InputDoor",
    "JacobianProduct",
    "OutputDoor",
    "RNNLoop",
    "WholeCell",
    "YourCell",
    "YourDoors",
    "YourForgetDoor",
    "YourGradient",
    "YourInputDoor",
    "YourMemoryGradient",
    "YourOutputDoor",
    "YourRNN",
]
