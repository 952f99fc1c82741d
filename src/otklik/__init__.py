"""Otklik: the working system of a client-centric ministry."""
