"""One file per step; never edit one that has been released."""
