"""The notebook server's connection between a page and a kernel, without Nagle's algorithm.

With it, a kernel's second message waits until the browser has acknowledged the first: up to 40 ms, in which a figure that
asked a question stands still. Figures work on any server; on this one they follow the hand sooner.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends every message at once (TCP_NODELAY)."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()
