"""The pages of ours in a packet, as the typesetter reads them."""
