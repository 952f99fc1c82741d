"""Writing the touchpoint registry and the life situations."""

from otklik.touchpoints.actions.registry import install_seed
from otklik.touchpoints.actions.situations import (
    drop_solution,
    move_situation,
    save_situation,
    save_solution,
)

__all__ = ["drop_solution", "install_seed", "move_situation", "save_situation", "save_solution"]
