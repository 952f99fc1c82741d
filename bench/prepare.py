"""Put a body into an empty installation: `python -m bench.prepare BODY`."""

import sys

import django


def main() -> None:
    django.setup()
    from otklik.staff.actions import install_body  # noqa: PLC0415 - settings must be ready first

    install_body(sys.argv[1])


if __name__ == "__main__":
    main()
