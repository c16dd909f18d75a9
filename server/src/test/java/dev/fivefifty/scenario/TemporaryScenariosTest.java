package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.CONTENT;
import static dev.fivefifty.scenario.Openings.EHLO;
import static dev.fivefifty.scenario.Openings.MAIL;
import static dev.fivefifty.scenario.Openings.RCPT;
import static dev.fivefifty.scenario.Openings.SENT;

/** Later, perhaps. */
class TemporaryScenariosTest extends ScenarioProofs {
  TemporaryScenariosTest() {
    talk(
        "greylisting",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        (advance 4m)
        C: RCPT TO:<bob@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        C: RCPT TO:<carol@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        (advance 1m)
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: RCPT TO:<carol@example.com>
        S: 450 4.7.1 Greylisted, try again in 5m
        C: QUIT
        S: 221 …
        """);
    talk(
        "greylisting:delay=30s,code=451 4.7.1",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 451 4.7.1 Greylisted, try again in 30s
        (advance 30s)
        C: RCPT TO:<bob@example.com>
        S: 250 …
        """);
    mail(
        "greylisting",
        mail -> {
          mail.send("bob@example.com").fails("450 4.7.1 Greylisted, try again in 5m");
          mail.advance("5m").send("bob@example.com").accepted();
          mail.stored(1);
        });
    greylistingByCount();
    causes();
    recipients();
    connections();
    shutdown();
    tryAgainLater();
  }

  private void greylistingByCount() {
    talk(
        "greylisting-by-count:attempts=2,to=*@example.com",
        MAIL
            + """
            C: RCPT TO:<bob@example.com>
            S: 450 4.7.1 <bob@example.com>: Greylisted, try again later
            C: RCPT TO:<bob@example.com>
            S: 450 4.7.1 <bob@example.com>: Greylisted, try again later
            C: RCPT TO:<bob@example.com>
            S: 250 2.1.5 …
            C: RCPT TO:<carol@example.com>
            S: 450 4.7.1 <carol@example.com>: Greylisted, try again later
            C: RCPT TO:<carol@elsewhere.example>
            S: 250 2.1.5 …
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<b@example.com>
            S: 250 2.1.0 …
            C: RCPT TO:<bob@example.com>
            S: 450 4.7.1 <bob@example.com>: Greylisted, try again later
            """);
    talk(
        "greylisting-by-count:wording=postgrey",
        MAIL
            + """
            C: RCPT TO:<bob@example.com>
            S: 450 4.2.0 <bob@example.com>: Recipient address rejected: Greylisted
            """);
    mail(
        "greylisting-by-count",
        mail -> {
          mail.send("bob@example.com").fails("450 4.7.1 <bob@example.com>: Greylisted");
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
    mail(
        "greylisting-by-count:wording=mimecast",
        mail ->
            mail.send("bob@example.com").fails("451 Internal resources are temporarily unavail"));
    talk(
        "greylisting:to=*@slow.example",
        RCPT
            + """
            C: RCPT TO:<bob@slow.example>
            S: 450 4.7.1 Greylisted, try again in 5m
            """);
  }

  private void causes() {
    talk(
        "mailbox-busy:to=bob@*",
        MAIL
            + """
            C: RCPT TO:<bob@example.com>
            S: 450 4.2.0 <bob@example.com>: Mailbox busy
            C: RCPT TO:<carol@example.com>
            S: 250 2.1.5 …
            (attempts deferred, abandoned)
            """);
    mail(
        "mailbox-busy:text=Being compacted",
        mail -> {
          mail.send("bob@example.com").fails("450 4.2.0 <bob@example.com>: Being compacted");
          mail.stored(0);
        });
    talk(
        "local-error",
        CONTENT
            + """
            S: 451 4.3.0 Local error in processing
            C: QUIT
            S: 221 2.0.0 …
            (attempts deferred)
            """);
    talk(
        "local-error:stage=rcpt,text=No database,from=a@*",
        MAIL
            + """
            C: RCPT TO:<bob@example.com>
            S: 451 4.3.0 No database
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<b@example.com>
            S: 250 2.1.0 …
            C: RCPT TO:<bob@example.com>
            S: 250 2.1.5 …
            """);
    mail(
        "local-error",
        mail -> {
          mail.send("bob@example.com").fails("451 4.3.0 Local error in processing");
          mail.stored(0);
        });
    mail(
        "local-error:stage=mail",
        mail -> mail.send("bob@example.com").fails("451 4.3.0 Local error in processing"));
    talk(
        "insufficient-storage",
        EHLO
            + """
            C: MAIL FROM:<a@example.com>
            S: 452 4.3.1 Insufficient system storage
            C: RCPT TO:<bob@example.com>
            S: 503 5.5.1 …
            C: QUIT
            S: 221 2.0.0 …
            (attempts deferred)
            """);
    talk(
        "insufficient-storage:stage=message",
        CONTENT
            + """
            S: 452 4.3.1 Insufficient system storage
            (attempts deferred)
            """);
    mail(
        "insufficient-storage",
        mail -> {
          mail.send("bob@example.com").fails("452 4.3.1 Insufficient system storage");
          mail.stored(0);
        });
  }

  private void recipients() {
    String two =
        """
        C: RCPT TO:<bob@example.com>
        S: 250 2.1.5 …
        C: RCPT TO:<carol@example.com>
        S: 250 2.1.5 …
        C: RCPT TO:<dave@example.com>
        S: 452 4.5.3 Too many recipients
        C: RCPT TO:<erin@example.com>
        S: 452 4.5.3 Too many recipients
        """;
    talk(
        "too-many-recipients:recipients=2",
        MAIL
            + two
            + """
            C: RSET
            S: 250 2.0.0 …
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """
            + two);
    talk(
        "too-many-recipients",
        MAIL
            + """
            C: RCPT TO:<u@example.com>
            S: 250 2.1.5 …
            """
                .repeat(100)
            + """
            C: RCPT TO:<v@example.com>
            S: 452 4.5.3 Too many recipients
            """);
    talk(
        "too-many-recipients:recipients=1,wording=legacy",
        RCPT
            + """
            C: RCPT TO:<carol@example.com>
            S: 552 Too many recipients
            """);
    mail(
        "too-many-recipients:recipients=2,wording=postfix",
        mail -> {
          mail.set("mail.smtp.sendpartial", "true")
              .send("bob@example.com", "carol@example.com", "dave@example.com")
              .fails("452 4.5.3 Error: too many recipients");
          mail.stored(1);
          mail.send("dave@example.com").accepted();
          mail.stored(2);
        });
  }

  private void connections() {
    talk(
        "too-many-connections:connections=1",
        """
        S: 220 …
        (another)
        S: 421 4.7.0 Too many connections
        (FIN)
        """);
    talk(
        "too-many-connections:connections=1",
        """
        S: 220 …
        C: QUIT
        S: 221 2.0.0 …
        (FIN)
        (session)
        S: 220 …
        """);
    talk(
        "too-many-connections:connections=0,wording=postfix,host=mx.postfix.example",
        """
        S: 421 4.7.0 mx.postfix.example Error: too many connections from 127.0.0.1
        (FIN)
        (attempts deferred)
        """);
    mail(
        "too-many-connections:connections=0,wording=exim",
        mail -> {
          mail.send("bob@example.com").fails("421");
          mail.stored(0);
        });
    mail("too-many-connections", mail -> mail.send("bob@example.com").accepted());
  }

  private void shutdown() {
    String shutdown =
        """
        S: 421 4.3.2 Shutting down, closing transmission channel
        (FIN)
        """;
    talk(
        "shutdown-421",
        MAIL
            + "C: RCPT TO:<bob@example.com>\n"
            + shutdown
            + "(session)\n"
            + SENT
            + "(attempts deferred, accepted stored)");
    talk("shutdown-421:stage=mail", EHLO + "C: MAIL FROM:<a@example.com>\n" + shutdown);
    talk("shutdown-421:stage=data", RCPT + "C: DATA\n" + shutdown + "(attempts deferred)");
    talk(
        "shutdown-421:stage=message,times=2",
        CONTENT
            + shutdown
            + "(session)\n"
            + CONTENT
            + shutdown
            + "(session)\n"
            + SENT
            + "(attempts deferred, deferred, accepted stored)");
    mail(
        "shutdown-421:stage=message",
        mail -> {
          mail.send("bob@example.com").fails("421 4.3.2 Shutting down");
          mail.stored(0);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void tryAgainLater() {
    String later =
        """
        C: MAIL FROM:<a@example.com>
        S: 451 4.3.2 Down for maintenance, try again later
        """;
    talk(
        "try-again-later",
        EHLO
            + later
            + "(advance 59m)\n(session)\n"
            + EHLO
            + later
            + """
            C: MAIL FROM:<b@example.com>
            S: 451 4.3.2 Down for maintenance, try again later
            (advance 1m)
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """);
    mail(
        "try-again-later:lasting=30m,text=Patience",
        mail -> {
          mail.send("bob@example.com").fails("451 4.3.2 Patience");
          mail.advance("29m").send("bob@example.com").fails("451 4.3.2 Patience");
          mail.advance("1m").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }
}
