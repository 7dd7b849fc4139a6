"""A noun whose own argument names a record: `wellfounded statement @3`, `wellfounded claim C1`."""

from __future__ import annotations

from typing import Any

import typer


class ItemFirst(typer.core.TyperGroup):
    """A noun whose own argument is a record: what is no verb of it is handed to `list`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Give the verb, or `list` with everything as its arguments."""
        if args and args[0] not in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take options without a verb as options of `list`."""
        if not args or (args[0].startswith("-") and args[0] != "--help"):
            args = ["list", *args]
        return list(super().parse_args(ctx, args))
