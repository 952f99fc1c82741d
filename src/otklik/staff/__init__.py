"""Bodies, units, employees and their powers; sign-in; the body's working calendar."""
