"""The touchpoint registry: process groups, touchpoints and needs, by approved version."""
