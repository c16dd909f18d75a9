#!/usr/bin/env python3
"""Sends three invoices by SMTP: the application under test of this example. Usage: send_invoices.py [HOST[:PORT]]

What is refused for now, or lost on the way, is tried again, in a new connection and with the same Message-ID; what is
refused for good is not. Exits with 0 if each invoice was delivered or its customer is known to be unknown.
"""

import smtplib
import sys
import time
from email.message import EmailMessage
from email.utils import make_msgid

SENDER = "billing@shop.example"
CUSTOMERS = ["bob@busy.example", "carol@lost.example", "nobody@gone.example"]
TRIES = 4
PAUSE = 0.2  # seconds; an application would wait for minutes


def invoice(number, customer):
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = customer
    message["Subject"] = f"Invoice {number}"
    message["Message-ID"] = make_msgid(domain="shop.example")
    message.set_content(f"Dear {customer},\n\nplease pay invoice {number}.\n")
    return message


def reason(error):
    """The code and the text of a refusal; None where the connection was lost."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))
    if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code > 0:
        return error.smtp_code, error.smtp_error
    return None


def deliver(host, port, message):
    """Whether the matter is settled, be it by a refusal."""
    for attempt in range(1, TRIES + 1):
        try:
            with smtplib.SMTP(host, port, timeout=10) as smtp:
                smtp.send_message(message)
            print(f"{message['To']}: delivered, at attempt {attempt}")
            return True
        except (smtplib.SMTPException, OSError) as error:
            refused = reason(error)
            if refused and refused[0] >= 500:
                print(f"{message['To']}: no such customer: {refused[0]} {refused[1].decode()}")
                return True
            what = f"{refused[0]} {refused[1].decode()}" if refused else f"connection lost: {error}"
            print(f"{message['To']}: attempt {attempt}: {what}")
            time.sleep(PAUSE)
    print(f"{message['To']}: given up")
    return False


def main():
    host, _, port = (sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:2525").partition(":")
    settled = [
        deliver(host, int(port or 25), invoice(number, customer))
        for number, customer in enumerate(CUSTOMERS, start=1001)
    ]
    return 0 if all(settled) else 1


if __name__ == "__main__":
    sys.exit(main())
