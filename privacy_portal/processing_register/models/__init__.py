from .activities import DataCategory, ProcessingActivity, Purpose, RetentionPeriod
from .breaches import Breach
from .controller import ControllerSettings
from .cookies import Cookie
from .entries import RegisterEntry
from .generation import Generation
from .processors import Agreement, Processor, System, Transfer

__all__ = [
    "Agreement",
    "Breach",
    "ControllerSettings",
    "Cookie",
    "DataCategory",
    "Generation",
    "ProcessingActivity",
    "Processor",
    "Purpose",
    "RegisterEntry",
    "RetentionPeriod",
    "System",
    "Transfer",
]
