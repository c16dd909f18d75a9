package dev.fivefifty.scenario;

import static dev.fivefifty.scenario.Openings.CONTENT;
import static dev.fivefifty.scenario.Openings.DATA;
import static dev.fivefifty.scenario.Openings.EHLO;
import static dev.fivefifty.scenario.Openings.MAIL;
import static dev.fivefifty.scenario.Openings.RCPT;
import static dev.fivefifty.scenario.Openings.SENT;

import java.util.LinkedHashMap;
import java.util.Map;

/** Messages that are lost, doubled or late. */
class LostScenariosTest extends ScenarioProofs {
  LostScenariosTest() {
    talk(
        "lost-acknowledgement",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        (RST)
        (session)
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 250 …
        C: QUIT
        S: 221 …
        (attempts lost stored, accepted stored)
        """);
    mail(
        "lost-acknowledgement",
        mail -> {
          mail.send("bob@example.com").fails("reset");
          mail.stored(1);
          mail.send("bob@example.com").accepted();
          mail.stored(2);
        });
    lostBeforeStoring();
    resetInData();
    surplusAndWrong();
    stalePooledConnection();
    quit();
    storedOrNot();
    noReply();
  }

  private void storedOrNot() {
    talk(
        "late-acknowledgement",
        CONTENT
            + """
            (silence)
            (advance 8m)
            (silence)
            (advance 1m)
            S: 250 2.0.0 …
            C: MAIL FROM:<a@example.com>
            S: 250 2.1.0 …
            """);
    // A client that does not wait. To the journal the reply was said: who has sent FIN may read on.
    talk(
        "late-acknowledgement",
        CONTENT + "(silence)\n(session)\n" + SENT + "(attempts accepted stored, accepted stored)");
    mail(
        "late-acknowledgement",
        mail -> {
          mail.set("mail.smtp.timeout", "1000").send("bob@example.com").fails("Read timed out");
          mail.stored(1);
          mail.send("bob@example.com").accepted();
          mail.stored(2);
        });
    talk(
        "stored-but-deferred",
        CONTENT
            + """
            S: 451 4.3.0 Local error in processing
            (session)
            """
            + SENT
            + "(attempts deferred stored, accepted stored)");
    mail(
        "stored-but-deferred:text=Disk full",
        mail -> {
          mail.send("bob@example.com").fails("451 4.3.0 Disk full");
          mail.stored(1);
          mail.send("bob@example.com").accepted();
          mail.stored(2);
        });
    talk("accepted-and-lost", SENT + "(attempts accepted)");
    talk("accepted-and-lost:from=b@*", SENT + "(attempts accepted stored)");
    mail(
        "accepted-and-lost",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.stored(0);
        });
    talk(
        "reply-cut-off",
        CONTENT
            + """
            (piece 250 2.0)
            (FIN)
            (session)
            """
            + SENT
            + "(attempts lost stored, accepted stored)");
    mail(
        "reply-cut-off:bytes=2",
        mail -> {
          mail.send("bob@example.com").fails("SMTPSendFailedException");
          mail.stored(1);
          mail.send("bob@example.com").accepted();
          mail.stored(2);
        });
    // It takes a whole code without an end of line for a reply.
    mail("reply-cut-off", mail -> mail.send("bob@example.com").accepted());
  }

  private void noReply() {
    Map<String, String> stages = new LinkedHashMap<>();
    stages.put("connect", "");
    stages.put("ehlo", "S: 220 …\nC: EHLO client.example\n");
    stages.put("mail", EHLO + "C: MAIL FROM:<a@example.com>\n");
    stages.put("rcpt", MAIL + "C: RCPT TO:<bob@example.com>\n");
    stages.put("data", RCPT + "C: DATA\n");
    stages.put("message", CONTENT);
    stages.forEach(
        (stage, begin) -> {
          talk(
              "no-reply:stage=" + stage,
              begin
                  + "(silence)\n(advance 3m)\n(silence)\n(session)\n"
                  + SENT
                  + "(attempts lost, accepted stored)");
          mail(
              "no-reply:stage=" + stage,
              mail -> {
                mail.set("mail.smtp.timeout", "1000").send("bob@example.com").fails("timed out");
                mail.stored(0);
                mail.send("bob@example.com").accepted();
                mail.stored(1);
              });
        });
  }

  private void lostBeforeStoring() {
    talk(
        "lost-before-storing",
        CONTENT + "(RST)\n(session)\n" + SENT + "(attempts lost, accepted stored)");
    talk(
        "lost-before-storing:end=fin,times=2",
        CONTENT
            + "(FIN)\n(session)\n"
            + CONTENT
            + "(FIN)\n(session)\n"
            + SENT
            + "(attempts lost, lost, accepted stored)");
    mail(
        "lost-before-storing",
        mail -> {
          mail.send("bob@example.com").fails("reset");
          mail.stored(0);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void resetInData() {
    talk(
        "reset-in-data",
        DATA
            + """
            C: Subject: hello
            C:
            (RST)
            (session)
            """
            + SENT
            + "(attempts lost, accepted stored)");
    mail(
        "reset-in-data",
        mail -> {
          mail.send(
                  message -> message.setText("x".repeat(70).concat("\r\n").repeat(200_000)),
                  "b@c.d")
              .fails("MessagingException");
          mail.stored(0);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void surplusAndWrong() {
    talk(
        "duplicate-reply:to=bob@*",
        MAIL
            + """
            C: RCPT TO:<carol@example.com>
            S: 250 2.1.5 …
            C: RCPT TO:<bob@example.com>
            S: 250 2.1.5 Recipient OK
            S: 250 2.1.5 Recipient OK
            C: NOOP
            S: 250 2.0.0 …
            """);
    mail(
        "duplicate-reply",
        mail -> {
          // It takes the surplus reply for that to DATA.
          mail.set("mail.smtp.timeout", "2000")
              .send("bob@example.com")
              .fails("250 2.1.5 Recipient OK");
          mail.stored(0);
        });
    talk(
        "reply-250-to-data",
        RCPT
            + """
            C: DATA
            S: 250 2.0.0 OK
            C: RSET
            S: 250 2.0.0 …
            C: QUIT
            S: 221 2.0.0 …
            (attempts abandoned)
            """);
    mail(
        "reply-250-to-data",
        mail -> {
          mail.set("mail.smtp.timeout", "2000").send("bob@example.com").fails("250 2.0.0 OK");
          mail.stored(0);
        });
  }

  private void stalePooledConnection() {
    talk(
        "stale-pooled-connection:silence=2m",
        EHLO
            + """
            (advance 1m)
            C: NOOP
            S: 250 2.0.0 …
            (advance 1m)
            C: NOOP
            S: 250 2.0.0 …
            (advance 2m)
            S: 421 4.4.2 Idle for too long
            (FIN)
            """);
    mail(
        "stale-pooled-connection:silence=1m,text=Bye",
        mail -> {
          mail.sendAgainAfter("1m", "bob@example.com").fails("421 4.4.2 Bye");
          mail.stored(1);
          mail.send("bob@example.com").accepted();
        });
  }

  private void quit() {
    talk("quit-unanswered", SENT + "C: QUIT\n(silence)\n(attempts accepted stored)");
    mail(
        "quit-unanswered",
        mail -> {
          mail.set("mail.smtp.quitwait", "true")
              .set("mail.smtp.timeout", "1000")
              .send("bob@example.com")
              .fails("Read timed out");
          mail.stored(1);
        });
    mail("quit-unanswered", mail -> mail.send("bob@example.com").accepted());
    talk("drop-at-quit", SENT + "C: QUIT\n(FIN)\n(attempts accepted stored)");
    talk("drop-at-quit:end=reset", SENT + "C: QUIT\n(RST)\n(attempts accepted stored)");
    mail(
        "drop-at-quit",
        mail -> {
          // It takes the end for an answer.
          mail.set("mail.smtp.quitwait", "true").send("bob@example.com").accepted();
          mail.stored(1);
        });
    mail(
        "drop-at-quit:end=reset",
        mail -> {
          mail.set("mail.smtp.quitwait", "true").send("bob@example.com").fails("reset");
          mail.stored(1);
        });
  }
}
