"""The console script `otklik`: every command is a Django management command.

Exit codes: 0 done, 1 the work found problems, 2 bad input; an error is one clear line on stderr.
"""

import os
import sys

from otklik.regulations import RegulationError


def main(argv: list[str] | None = None) -> None:
    """Run `otklik COMMAND …`; never prints a traceback for bad input."""
    args = list(sys.argv if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otklik.config.settings")
    _data_option_first(args)
    _port_option_first(args)
    if len(args) > 1 and not args[1].startswith("-"):
        args[1] = args[1].replace("-", "_")  # modules cannot carry the dash of `check-letter`
    from django.core.management import ManagementUtility  # noqa: PLC0415 - after the settings are named
    from django.db import OperationalError  # noqa: PLC0415 - as above

    _read_settings()
    try:
        ManagementUtility(args).execute()
    except RegulationError as error:
        print(f"otklik: {error}", file=sys.stderr)  # noqa: T201 - the command line speaks here
        raise SystemExit(2) from None
    except OperationalError as error:
        reason = str(error).strip().splitlines() or ["no reason given"]
        print(f"otklik: the database cannot be used: {reason[0]}", file=sys.stderr)  # noqa: T201 - as above
        raise SystemExit(2) from None
    except BrokenPipeError:
        # Whoever read our output has had enough (`otklik terms … | head`).
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _read_settings() -> None:
    """Say in one line why the environment makes no settings: a folder that cannot be, a damaged address."""
    from django.conf import settings  # noqa: PLC0415 - after the settings are named

    try:
        settings.configured or settings.DATA  # noqa: B018 - reading one reads them all
    except (OSError, ValueError) as error:
        print(f"otklik: the settings cannot be read: {error}", file=sys.stderr)  # noqa: T201 - the command line speaks here
        raise SystemExit(2) from None


def _data_option_first(args: list[str]) -> None:
    """Settings are read before a command parses its options, so `--data DIR` must be seen now."""
    for index, arg in enumerate(args):
        if arg == "--data" and index + 1 < len(args):
            os.environ["OTKLIK_DATA"] = args[index + 1]
        elif arg.startswith("--data="):
            os.environ["OTKLIK_DATA"] = arg.partition("=")[2]


def _port_option_first(args: list[str]) -> None:
    """Links in letters lead to this very server when `serve --port` runs it and no public address is set."""
    if args[1:2] != ["serve"]:
        return
    for index, arg in enumerate(args):
        name, _mark, value = arg.partition("=")
        port = value or "".join(args[index + 1 : index + 2])
        if name == "--port" and port.isascii() and port.isdecimal() and int(port):
            os.environ.setdefault("OTKLIK_PUBLIC_URL", f"http://localhost:{port}")


if __name__ == "__main__":
    main()
