"""Journeys that play by themselves through the real window, as a person would go through them."""
