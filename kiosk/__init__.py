"""The self-service terminal in the hospital lobby."""

from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"
