package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.EHLO;
import static dev.fivefifty.scenario.Openings.MAIL;

/** Not so fast. */
class RateScenariosTest extends ScenarioProofs {
  RateScenariosTest() {
    client();
    sender();
    recipient();
  }

  private void client() {
    talk(
        "rate-limit-per-client:messages=2",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<b@example.com>
            S: 250 2.1.0 …
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<c@example.com>
            S: 451 4.7.0 Too many messages from 127.0.0.1, try again later
            (session)
            """
            + EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 451 4.7.0 Too many messages from 127.0.0.1, try again later
            (advance 1m)
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """);
    talk(
        "rate-limit-per-client:messages=0,wording=yahoo",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 421 4.7.0 [TSS04] Messages from 127.0.0.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1
            (FIN)
            """);
    talk(
        "rate-limit-per-client:messages=0,wording=exchange-online",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 451 4.7.650 The mail server [127.0.0.1] has been temporarily rate limited due to IP reputation.
            """);
    mail(
        "rate-limit-per-client:messages=1,window=10m",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.send("bob@example.com").fails("451 4.7.0 Too many messages from 127.0.0.1");
          mail.advance("10m").send("bob@example.com").accepted();
          mail.stored(2);
        });
  }

  private void sender() {
    talk(
        "rate-limit-per-sender:messages=1,from=*@example.com",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<a@example.com>
            S: 451 4.7.0 <a@example.com>: Too many messages, try again later
            C: MAIL FROM:<b@example.com>
            S: 250 2.1.0 …
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<a@elsewhere.example>
            S: 250 2.1.0 …
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<a@elsewhere.example>
            S: 250 2.1.0 …
            C: RSET
            S: 250 2.0.0 …
            (advance 1m)
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """);
    mail(
        "rate-limit-per-sender:messages=1,text=Slow down",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.send("bob@example.com").fails("451 4.7.0 <a@example.com>: Slow down");
          mail.stored(1);
        });
  }

  private void recipient() {
    talk(
        "rate-limit-per-recipient:messages=1",
        MAIL
            + """
            C: RCPT TO:<bob@example.com>
            S: 250 2.1.5 …
            C: RCPT TO:<bob@example.com>
            S: 450 4.2.1 <bob@example.com>: Too many messages, try again later
            C: RCPT TO:<carol@example.com>
            S: 250 2.1.5 …
            (advance 1m)
            C: RCPT TO:<bob@example.com>
            S: 250 2.1.5 …
            """);
    mail(
        "rate-limit-per-recipient:messages=1,to=bob@*,wording=gmail",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.send("bob@example.com")
              .fails("450 4.2.1 The user you are trying to contact is receiving mail too quickly.");
          mail.send("carol@example.com").accepted();
          mail.send("carol@example.com").accepted();
          mail.stored(3);
        });
  }
}
