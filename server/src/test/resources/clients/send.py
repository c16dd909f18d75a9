"""Sends one message by smtplib and says what came of it, and which commands it sent.

send.py HOST PORT TIMEOUT USER|- RECIPIENT...
"""
import smtplib
import sys

host, port, timeout, user, *recipients = sys.argv[1:]

commands = []


class Client(smtplib.SMTP):
    def putcmd(self, cmd, args=""):
        if self.sock:
            commands.append(cmd.split(" ")[0].upper())
        super().putcmd(cmd, args)


def said(call):
    try:
        return str(call())
    except Exception as e:
        return f"{type(e).__name__}{e.args}"


def send():
    client.ehlo_or_helo_if_needed()
    if user != "-":
        client.login(user, "secret")
    return client.sendmail("s@example.com", recipients, "Subject: x\r\n\r\nbody\r\n")


try:
    client = Client(host, int(port), "client.example", timeout=float(timeout))
except Exception as e:
    outcome = f"connect: {type(e).__name__}{e.args}"
else:
    outcome = f"send: {said(send)}; quit: {said(client.quit)}"
print(outcome.replace("x" * 100, ""), "|", *commands)
