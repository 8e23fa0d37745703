"""What adapters of systems elsewhere share: asking over the network with limits, and asking several at once."""
