"""The outside world, played: cards, wallets, paper and the network."""
