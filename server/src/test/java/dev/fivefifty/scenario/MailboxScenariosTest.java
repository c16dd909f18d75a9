package dev.fivefifty.scenario;

/** Mailboxes that are not there, full, moved or switched off. */
class MailboxScenariosTest extends ScenarioProofs {
  MailboxScenariosTest() {
    talk(
        "mailbox-not-found",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 2.1.0 …
        C: RCPT TO:<bob@example.com>
        S: 550 5.1.1 <bob@example.com>: Mailbox not found
        C: DATA
        S: 554 5.5.1 No valid recipients
        C: QUIT
        S: 221 …
        (FIN)
        (attempts refused)
        """);
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
    talk(
        "mailbox-not-found:wording=exchange-online",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 550 5.4.1 [bob@example.com]: Recipient address rejected: Access denied.
        """);
    mail(
        "mailbox-not-found",
        mail -> {
          mail.send("bob@example.com").fails("550 5.1.1 <bob@example.com>: Mailbox not found");
          mail.stored(0);
        });
  }
}
