"""Letters of machines as servers write them; all addresses are invented. `{id}` is the Message-ID of our letter."""

OURS = "a" * 40
ID = f"<{OURS}@econom.example.ru>"
ADDRESS = "petrova@example.net"


def dsn(
    action: str, status: str, diagnostic: str, *, original: str = "", subject: str = "Undelivered"
) -> bytes:
    """A report of delivery as Postfix writes it (RFC 3464)."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: mineconom@example.org
Subject: {subject}
Message-ID: <report-1@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.org.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<{ADDRESS}>: host mail.example.net said: {diagnostic}

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
X-Postfix-Queue-ID: 4F0B

Final-Recipient: rfc822; {ADDRESS}
Original-Recipient: rfc822;{ADDRESS}
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.net
Diagnostic-Code: smtp; {diagnostic}

--cut
Content-Type: text/rfc822-headers

Subject: =?utf-8?b?0J7RgtCy0LXRgg==?=
From: mineconom@example.org
To: {ADDRESS}
Message-ID: {original or ID}

--cut--
""".replace("\n", "\r\n").encode()


def words(text: str, *, sender: str, subject: str, extra: str = "", original: str = ID) -> bytes:
    """A bounce in words only, our letter's head below the words."""
    return (
        (
            f"""Return-Path: <>
From: {sender}
To: mineconom@example.org
Subject: {subject}
Message-ID: <words-1@mx.example.org>
{extra}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{text}

------ This is a copy of your message, including all the headers. ------

"""
            + (f"Message-ID: {original}\n" if original else "")
            + """Subject: test
To: petrova@example.net
"""
        )
        .replace("\n", "\r\n")
        .encode()
    )


EXIM = words(
    "This message was created automatically by mail delivery software.\n\n"
    "A message that you sent could not be delivered to one or more of its\n"
    "recipients. This is a permanent error. The following address(es) failed:\n\n"
    f"  {ADDRESS}\n    host mx.example.net: 550 5.1.1 User not found",
    sender="Mail Delivery System <Mailer-Daemon@mx.example.org>",
    subject="Mail delivery failed: returning message to sender",
    extra=f"X-Failed-Recipients: {ADDRESS}\nAuto-Submitted: auto-replied\n",
)
MAIL_RU = words(
    "Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\n"
    "К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n"
    f"**********************\n\n{ADDRESS}\nuser not found\n\n**********************",
    sender="mailer-daemon@corp.example.ru",
    subject="Mail failure.",
)
YANDEX = words(
    "Это сообщение отправлено почтовым сервером example.ru.\n\n"
    "К сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\n"
    "быть отправлено одному или нескольким адресатам. Технические подробности можно найти ниже.\n\n"
    f"<{ADDRESS}>: host mx.example.net said: 552 5.2.2 Mailbox is full / Почтовый ящик переполнен",
    sender="mailer-daemon@example.ru",
    subject="Недоставленное сообщение",
)
RAMBLER = words(
    "Your message was not delivered to the following recipients:\n\n"
    f"{ADDRESS}: 550 5.7.1 Recipient address rejected: account is disabled",
    sender='"Mail Delivery Subsystem" <postmaster@example.com>',
    subject="Undelivered Mail Returned to Sender",
)
QMAIL = words(
    "Hi. This is the qmail-send program at mx.example.org.\n"
    "I'm afraid I wasn't able to deliver your message to the following addresses.\n"
    "This is a permanent error; I've given up. Sorry it didn't work out.\n\n"
    f"<{ADDRESS}>:\nSorry, no mailbox here by that name. (#5.1.1)",
    sender="MAILER-DAEMON@mx.example.org",
    subject="failure notice",
)
WITHOUT_ID = words(
    f"Delivery has failed to these recipients:\n\n{ADDRESS}\n\n550 5.1.1 user unknown",
    sender="postmaster@example.net",
    subject="Undeliverable: Ответ",
    original="",
)
DELAYED = dsn("delayed", "4.4.1", "connect to mail.example.net: Connection timed out",
              subject="Delayed Mail (still being retried)")  # fmt: skip
DELAYED_IN_WORDS = words(
    "This is a warning message only.\nYou do not need to resend your message.\n"
    f"Delivery to {ADDRESS} has been delayed.",
    sender="mailer-daemon@mx.example.org",
    subject="Warning: could not send message for past 4 hours",
)
NO_MAILBOX = dsn("failed", "5.1.1", "550 5.1.1 <petrova@example.net>: user unknown")
FULL = dsn("failed", "5.2.2", "552 5.2.2 mailbox full")
ARRIVED = dsn("delivered", "2.0.0", "250 2.0.0 delivered", subject="Successful Mail Delivery")
AWAY = f"""From: Анна Петрова <{ADDRESS}>
To: mineconom@example.org
Subject: =?utf-8?b?0JDQstGC0L7QvtGC0LLQtdGC?=: Ответ
Message-ID: <away-1@example.net>
In-Reply-To: {ID}
Auto-Submitted: auto-replied
Content-Type: text/plain; charset=utf-8

Я в отпуске до 15 декабря. Отвечу, когда вернусь.
""".replace("\n", "\r\n").encode()
A_PERSON = f"""From: Анна Петрова <{ADDRESS}>
To: mineconom@example.org
Subject: Re: Ответ
Message-ID: <person-1@example.net>
In-Reply-To: {ID}
Content-Type: text/plain; charset=utf-8

Спасибо! Письмо, о котором вы пишете, не было доставлено на старый адрес.
""".replace("\n", "\r\n").encode()
