package dev.fivefifty.scenario;

/** Mailboxes that are not there, full, moved or switched off. */
class MailboxScenariosTest extends CauseProofs {
  MailboxScenariosTest() {
    notFound();
    disabled();
    moved();
    full();
    badName();
  }

  private void notFound() {
    atRcpt("mailbox-not-found", "550 5.1.1 <bob@example.com>: Mailbox not found");
    talk(
        "mailbox-not-found:to=*@gone.example,text=No such user, sorry",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@gone.example>
        S: 550 5.1.1 <bob@gone.example>: No such user, sorry
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: QUIT
        S: 221 …
        """);
    spares("mailbox-not-found");
    atRcpt(
        "mailbox-not-found:wording=gmail",
        "550 5.1.1 The email account that you tried to reach does not exist.");
    atRcpt(
        "mailbox-not-found:wording=exchange-online",
        "550 5.4.1 [bob@example.com]: Recipient address rejected: Access denied.");
    atRcpt(
        "mailbox-not-found:wording=outlook",
        "550 5.5.0 Requested action not taken: mailbox unavailable");
    atMessage(
        "mailbox-not-found:at=message,wording=yahoo",
        "554 delivery error: dd This user doesn't have a yahoo.com account (bob@example.com)");
    atRcpt(
        "mailbox-not-found:wording=icloud", "550 5.1.1 <bob@example.com>: inactive email address");
    atRcpt(
        "mailbox-not-found:wording=postfix",
        "550 5.1.1 <bob@example.com>: Recipient address rejected:"
            + " User unknown in local recipient table");
    atRcpt("mailbox-not-found:wording=exim", "550 Unrouteable address");
    failing("mailbox-not-found", "550 5.1.1 <bob@example.com>: Mailbox not found");
    mail(
        "mailbox-not-found:to=*@gone.example",
        mail -> {
          mail.set("mail.smtp.sendpartial", "true")
              .send("bob@gone.example", "bob@example.com")
              .fails("550 5.1.1 <bob@gone.example>: Mailbox not found");
          mail.stored(1);
        });
  }

  private void disabled() {
    atRcpt("mailbox-disabled", "550 5.2.1 <bob@example.com>: Mailbox disabled");
    spares("mailbox-disabled");
    atRcpt(
        "mailbox-disabled:wording=gmail",
        "550 5.2.1 The email account that you tried to reach is disabled.");
    atMessage(
        "mailbox-disabled:wording=yahoo,at=message",
        "554 30 Sorry, your message to bob@example.com cannot be delivered."
            + " This mailbox is disabled (554.30)");
    atRcpt("mailbox-disabled:wording=icloud", "525 5.7.13 Disabled recipient address");
    failing("mailbox-disabled", "550 5.2.1 <bob@example.com>: Mailbox disabled");
  }

  private void moved() {
    atRcpt("mailbox-moved", "551 5.1.6 User not local; please try <moved@new.example>");
    spares("mailbox-moved");
    atRcpt(
        "mailbox-moved:wording=icloud", "550 5.1.6 recipient no longer on server: bob@example.com");
    failing(
        "mailbox-moved:new=b@there.example",
        "551 5.1.6 User not local; please try <b@there.example>");

    talk(
        "mailbox-forwarded:to=bob@*",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 251 2.1.5 User not local; will forward to <moved@new.example>
        C: RCPT TO:<carol@example.com>
        S: 250 2.1.5 Recipient OK
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 250 …
        C: QUIT
        S: 221 …
        (FIN)
        (attempts accepted stored, accepted stored)
        """);
    spares("mailbox-forwarded");
    mail(
        "mailbox-forwarded",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });

    atRcpt("user-not-local", "551 5.7.1 <bob@example.com>: User not local");
    atRcpt("user-not-local:wording=short", "551 not our customer");
    spares("user-not-local");
    failing("user-not-local", "551 5.7.1 <bob@example.com>: User not local");
  }

  private void full() {
    atRcpt("mailbox-full", "552 5.2.2 <bob@example.com>: Mailbox full");
    atMessage("mailbox-full:at=message", "552 5.2.2 <bob@example.com>: Mailbox full");
    spares("mailbox-full");
    spares("mailbox-full:at=message");
    atRcpt(
        "mailbox-full:wording=gmail",
        "552-5.2.2 The recipient's inbox is out of storage space and inactive.",
        "552-5.2.2 Please direct the recipient to",
        "552 5.2.2 https://support.google.com/mail/?p=OverQuotaPerm");
    atRcpt("mailbox-full:wording=icloud", "552 5.2.2 <bob@example.com>: user is over quota");
    atMessage(
        "mailbox-full:wording=dovecot,at=message",
        "552 5.2.2 <bob@example.com> Quota exceeded (mailbox for user is full)");
    failing(
        "mailbox-full:wording=gmail",
        "552-5.2.2 The recipient's inbox is out of storage space and inactive.",
        "552 5.2.2 https://support.google.com/mail/?p=OverQuotaPerm");
    failing("mailbox-full", "552 5.2.2 <bob@example.com>: Mailbox full");

    atRcpt("mailbox-full-for-now", "452 4.2.2 <bob@example.com>: Mailbox full, try again later");
    atMessage(
        "mailbox-full-for-now:at=message",
        "452 4.2.2 <bob@example.com>: Mailbox full, try again later");
    spares("mailbox-full-for-now");
    atRcpt(
        "mailbox-full-for-now:wording=gmail",
        "452-4.2.2 The recipient's inbox is out of storage space. Please direct the",
        "452-4.2.2 recipient to",
        "452 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp");
    failing("mailbox-full-for-now", "452 4.2.2 <bob@example.com>: Mailbox full, try again later");
  }

  private void badName() {
    atRcpt("bad-mailbox-name", "553 5.1.3 <bob@example.com>: Mailbox name not allowed");
    spares("bad-mailbox-name");
    failing("bad-mailbox-name", "553 5.1.3 <bob@example.com>: Mailbox name not allowed");

    atRcpt("null-mx", "556 5.1.10 <bob@example.com>: Domain example.com takes no mail (null MX)");
    atRcpt(
        "null-mx:wording=postfix",
        "556 5.1.10 <bob@example.com>: Recipient address rejected:"
            + " Domain example.com does not accept mail (nullMX)");
    spares("null-mx");
    failing("null-mx", "556 5.1.10 <bob@example.com>: Domain example.com takes no mail (null MX)");
  }
}
