"""The routes of the contract: all of them in `routes`, how they are made in `route`; the demo's own in `sim`."""
