"""How a register file is laid out: sections in the order in which they may refer to each other."""

from privacy_portal.processing_register.models import (
    ControllerSettings,
    Cookie,
    DataCategory,
    ProcessingActivity,
    Processor,
    Purpose,
    RegisterEntry,
    RetentionPeriod,
    System,
)
from privacy_portal.processing_register.shape import Shape


class Section(Shape):
    """One list in the file. Words are given per language, facts once for all languages."""

    def __init__(self, name: str, model: type[RegisterEntry]):
        super().__init__(model)
        self.name = name


SECTIONS = (
    Section("controllers", ControllerSettings),
    Section("data_categories", DataCategory),
    Section("purposes", Purpose),
    Section("retention_periods", RetentionPeriod),
    Section("processors", Processor),
    Section("systems", System),
    Section("activities", ProcessingActivity),
    Section("cookies", Cookie),
)
