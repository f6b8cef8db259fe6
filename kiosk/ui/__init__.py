"""The window: one bridge, one QML file per screen."""
