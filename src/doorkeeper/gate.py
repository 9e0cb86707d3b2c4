"""Who may be on the way to a cluster, and how many."""

import asyncio
import contextlib


class Gate:
    """Lets tasks through together, and suspects only one by one.

    A worker that dies puts under suspicion all that it had; who kills
    workers shows when it is alone. Suspects wait until nothing else is on
    its way, so the others never wait for them.
    """

    def __init__(self):
        self.changed = asyncio.Condition()
        self.flying = 0
        self.alone = False

    @contextlib.asynccontextmanager
    async def together(self, room):
        async with self.changed:
            await self.changed.wait_for(
                lambda: not self.alone and self.flying < room()
            )
            self.flying += 1
        try:
            yield
        finally:
            async with self.changed:
                self.flying -= 1
                self.changed.notify_all()

    @contextlib.asynccontextmanager
    async def apart(self):
        async with self.changed:
            await self.changed.wait_for(
                lambda: not self.alone and not self.flying
            )
            self.alone = True
        try:
            yield
        finally:
            async with self.changed:
                self.alone = False
                self.changed.notify_all()
