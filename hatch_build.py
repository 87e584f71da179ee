"""The wheel carries compiled catalogues: they are made here, with polib, when it is built."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMessages(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        script = Path(self.root) / "scripts" / "compile_messages.py"
        runpy.run_path(str(script))["compile_catalogues"](Path(self.root))
