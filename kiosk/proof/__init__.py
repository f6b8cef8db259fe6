"""Proves that no fen is lost, doubled or invented: the real money code in a made-up world where everything goes wrong.

Real are the journal on its SQLite file, the cashier, the payment journey on its desk, and recovery. Made up are the
clock, the patient, and the gateway as the terminal sees it: wallet, insurance and hospital, with their own books.
"""
