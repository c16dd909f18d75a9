package dev.fivefifty.scenario;

import dev.fivefifty.FiveFifty;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several scenarios at one server, each for some. */
class CombinedTest {
  @Test
  void each_has_its_own_recipients_and_senders() {
    try (FiveFifty smtp =
        FiveFifty.builder()
            .scenario("accept-all", Map.of("to", "postmaster@*"))
            .scenario("mailbox-full", Map.of("to", "full@*", "wording", "icloud"))
            .scenario("mailbox-not-found", Map.of("to", "*@gone.example"))
            .scenario("relay-denied", Map.of("to", "*@elsewhere.example"))
            .scenario("spf-fail", Map.of("from", "*@bank.example"))
            .scenario("message-too-big", Map.of("limit", "1KB"))
            .scenario("banner-postfix", Map.of())
            .scenario("help-text", Map.of())
            .start()) {
      Dialogue.perform(
          smtp,
          """
          S: 220 mx.example.com ESMTP Postfix
          C: EHLO client.example
          S: 250 …
          C: HELP
          S: 214 …
          C: MAIL FROM:<a@bank.example> SIZE=2000
          S: 552 5.3.4 Message of 2000 bytes is over the limit of 1KB
          C: MAIL FROM:<a@bank.example>
          S: 250 2.1.0 Sender OK
          C: RCPT TO:<full@gone.example>
          S: 552 5.2.2 <full@gone.example>: user is over quota
          C: RCPT TO:<bob@gone.example>
          S: 550 5.1.1 <bob@gone.example>: Mailbox not found
          C: RCPT TO:<postmaster@gone.example>
          S: 250 2.1.5 Recipient OK
          C: RCPT TO:<bob@elsewhere.example>
          S: 550 5.7.1 <bob@elsewhere.example>: Relaying denied
          C: RSET
          S: 250 …
          C: MAIL FROM:<a@bank.example>
          S: 250 2.1.0 Sender OK
          C: RCPT TO:<bob@example.com>
          S: 250 2.1.5 Recipient OK
          C: DATA
          S: 354 …
          C: Subject: hello
          C:
          C: .
          S: 550 5.7.23 SPF: client [127.0.0.1] is not allowed to send for bank.example
          C: MAIL FROM:<a@example.com>
          S: 250 2.1.0 Sender OK
          C: RCPT TO:<bob@example.com>
          S: 250 2.1.5 Recipient OK
          C: DATA
          S: 354 …
          C: Subject: hello
          C:
          C: .
          S: 250 2.0.0 Message accepted
          C: QUIT
          S: 221 …
          (FIN)
          """);
    }
  }
}
