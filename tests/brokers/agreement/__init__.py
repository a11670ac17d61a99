"""The simulated venue and the lab, on the same books, with the same orders."""
