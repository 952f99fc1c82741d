"""A real IMAP server (Dovecot) on a free port, with one mailbox, for as long as a test runs."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from imap_tools import MailBoxUnencrypted
from tests.messages.smtp import free_port

from otklik.messages.mailbox import Account

USER, PASSWORD = "mineconom", "a password of the test"


class Dovecot:
    """The server; `account` opens its mailbox."""

    def __init__(self) -> None:
        # A folder that the server's own users may enter, which those of pytest are not.
        self.folder = Path(tempfile.mkdtemp(prefix="otklik-dovecot-"))
        self.folder.chmod(0o755)
        self.port = free_port()
        home = self.folder / "home"
        home.mkdir()
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        if os.geteuid() == 0:
            shutil.chown(home, "nobody")
        conf = self.folder / "dovecot.conf"
        conf.write_text(self._configuration(home))
        self.process = subprocess.Popen(
            [_binary(), "-F", "-c", str(conf)], stderr=subprocess.PIPE, text=True
        )
        self._wait()

    @property
    def account(self) -> Account:
        """Return the mailbox as `fetch` wants it."""
        return Account(
            mailbox="mineconom@nso.ru",
            host="127.0.0.1",
            port=self.port,
            username=USER,
            password=PASSWORD,
            security="none",
        )

    def open(self) -> Any:
        """Open the mailbox as a person's mail program does (a context)."""
        return MailBoxUnencrypted("127.0.0.1", self.port).login(USER, PASSWORD)

    def stop(self) -> None:
        """End the server and remove what it wrote."""
        self.process.terminate()
        self.process.wait(timeout=20)
        shutil.rmtree(self.folder)

    def _configuration(self, home: Path) -> str:
        if os.geteuid() == 0:
            owner = pwd.getpwnam("nobody")
            who = ""
        else:
            owner = pwd.getpwuid(os.geteuid())
            who = f"""
default_internal_user = {owner.pw_name}
default_login_user = {owner.pw_name}
default_internal_group = {owner.pw_gid}
service anvil {{
  chroot =
}}
"""
        return f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/state
log_path = {self.folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
auth_failure_delay = 0
disable_plaintext_auth = no
mail_location = maildir:{home}/mail
{who}
passdb {{
  driver = passwd-file
  args = {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""

    def _wait(self) -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                said = self.process.stderr.read() if self.process.stderr else ""
                raise RuntimeError(f"Dovecot ended at once: {said}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise RuntimeError("Dovecot does not answer")


def _binary() -> str:
    found = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise RuntimeError("Dovecot is missing: install the Debian package dovecot-imapd")
    return found
