"""Voila on the labs: on 127.0.0.1 alone, with settings of its own, whatever the person has set up elsewhere."""

import os
import tempfile
from pathlib import Path

from imagesim.labs.apps.pages import TEMPLATE, write_pages
from imagesim.rules.units import Seconds

PORT = 8866
LEFT_ALONE: Seconds = 600
"""A page ends its kernel when it is closed; of one that could not (a laptop was shut) it ends after this time."""


def serve(port: int = PORT, open_browser: bool = True, projector: bool = False) -> None:
    """Serve the labs, and return when Voila is stopped (Ctrl-C). Where *port* is taken it takes another one and prints
    it.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder, projector)
        os.environ.update(JUPYTER_PATH=str(folder / "jupyter"), JUPYTER_CONFIG_DIR=str(folder / "config"))
        # Voila reads the variables above when it is imported.
        from voila.app import Voila

        Voila.launch_instance(_arguments(folder, port, open_browser))


def _arguments(folder: Path, port: int, open_browser: bool) -> list[str]:
    return [
        str(folder / "labs"),
        "--Voila.ip=127.0.0.1",
        f"--Voila.port={port}",
        f"--Voila.open_browser={open_browser}",
        f"--VoilaConfiguration.template={TEMPLATE}",
        "--VoilaConfiguration.allow_template_override=NO",
        "--VoilaConfiguration.classic_tree=True",  # the other one is a file browser
        f"--MappingKernelManager.cull_idle_timeout={LEFT_ALONE:.0f}",
        "--MappingKernelManager.cull_interval=60",
    ]
