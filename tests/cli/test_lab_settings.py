"""What `annlab lab` sets for the notebook server, beside the chapters: Jupyter finds it, and it does what it says."""

import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import pytest

from annlab import lab


def test_the_connection_sends_at_once(monkeypatch):
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
    from jupyter_server.services.kernels.websocket import KernelWebsocketHandler

    from annlab.lab.sockets import PromptConnection

    handler = Mock(spec=KernelWebsocketHandler)
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda connection: "connected")
    assert PromptConnection(websocket_handler=handler).connect() == "connected"
    handler.set_nodelay.assert_called_once_with(True)


@pytest.mark.slow
def test_jupyter_finds_it(tmp_path):
    folder = Path(lab.__file__).parent
    command = [sys.executable, "-m", "jupyterlab", "--show-config-json"]
    environment = os.environ | {"JUPYTER_CONFIG_PATH": str(folder), "HOME": str(tmp_path)}
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    found = json.loads(said.stdout[said.stdout.index("{") :])
    assert found["ServerApp"]["kernel_websocket_connection_class"] == "annlab.lab.sockets.PromptConnection"
