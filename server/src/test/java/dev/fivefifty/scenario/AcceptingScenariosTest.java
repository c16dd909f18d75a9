package dev.fivefifty.scenario;

import java.util.List;

/** Everything is accepted, in one way or another; and what HELP says. */
class AcceptingScenariosTest extends CauseProofs {
  AcceptingScenariosTest() {
    accepted();
    oddly();
    help();
  }

  private void sends(String scenario) {
    mail(
        scenario,
        mail -> {
          mail.send("bob@example.com", "carol@example.com").accepted();
          mail.stored(1);
        });
  }

  private void accepted() {
    talk(
        "accept-all",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<>
        S: 250 2.1.0 Sender OK
        C: RCPT TO:<bob@example.com>
        S: 250 2.1.5 Recipient OK
        C: DATA
        S: 354 Start mail input; end with <CRLF>.<CRLF>
        C: Subject: hello
        C:
        C: .
        S: 250 2.0.0 Message accepted
        C: QUIT
        S: 221 …
        (FIN)
        (attempts accepted stored)
        """);
    spares("accept-all");
    sends("accept-all");

    talk(
        "accept-multi-line",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250-2.1.0 Sender OK
        S: 250 2.1.0 so far
        C: RCPT TO:<bob@example.com>
        S: 250-2.1.5 Recipient OK
        S: 250-2.1.5 250 is what it says on every line
        S: 250 2.1.5 and that was all
        C: DATA
        S: 354-Go on
        S: 354 and end with a dot on a line of its own
        C: Subject: hello
        C:
        C: .
        S: 250-2.0.0 Message accepted
        S: 250-2.0.0
        S: 250 2.0.0 and there was an empty line
        C: QUIT
        S: 221 …
        (FIN)
        (attempts accepted stored)
        """);
    passes(List.of("", "x"), "accept-multi-line:from=nobody@*");
    sends("accept-multi-line");
  }

  private void oddly() {
    talk(
        "accept-odd-texts",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 550 5.1.0 would have been the other answer
        C: RCPT TO:<bob@example.com>
        S: 250 Error: none. User unknown: no
        C: DATA
        S: 354 250 OK, 550 not OK: go on
        C: Subject: hello
        C:
        C: .
        S: 250 Rejected? Message was NOT refused (554 5.7.1 is somebody else's)
        C: QUIT
        S: 221 …
        (FIN)
        (attempts accepted stored)
        """);
    sends("accept-odd-texts");

    talk(
        "accept-without-text",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250
        C: RCPT TO:<bob@example.com>
        S: 250
        C: DATA
        S: 354
        C: Subject: hello
        C:
        C: .
        S: 250
        C: QUIT
        S: 221
        (FIN)
        (attempts accepted stored)
        """);
    sends("accept-without-text");

    talk(
        "accept-252-at-rcpt:to=bob@*",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 252 2.5.0 Cannot verify <bob@example.com>, but will try to deliver
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
    spares("accept-252-at-rcpt");
    sends("accept-252-at-rcpt");
  }

  private void help() {
    talk(
        "help-system-status",
        """
        S: 220 …
        C: HELP
        S: 211-System status of session 1
        S: 211-Queue is empty, disk is half full
        S: 211 End of status
        C: QUIT
        S: 221 …
        (FIN)
        """);
    sends("help-system-status");

    talk(
        "help-text:text=Ask postmaster@example.com",
        """
        S: 220 …
        C: HELP MAIL
        S: 214-Commands:
        S: 214-HELO EHLO MAIL RCPT DATA RSET NOOP QUIT VRFY HELP
        S: 214 Ask postmaster@example.com
        C: QUIT
        S: 221 …
        (FIN)
        """);
    sends("help-text");

    talk(
        "status-211-at-rcpt",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 211 System status: all is well
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 250 …
        C: QUIT
        S: 221 …
        (FIN)
        (attempts accepted stored)
        """);
    spares("status-211-at-rcpt");
    sends("status-211-at-rcpt");
  }
}
