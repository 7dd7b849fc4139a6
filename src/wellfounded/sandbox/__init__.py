"""The room where hostile bytes are decoded: in another process, in a jail, within limits."""

from __future__ import annotations

from wellfounded.sandbox.box import Sandbox, describe
from wellfounded.sandbox.task import Outcome, Sink, Task, Tool

__all__ = ["Outcome", "Sandbox", "Sink", "Task", "Tool", "describe"]
