package dev.fivefifty.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** Proofs of scenarios that differ in the words of one reply. */
abstract class CauseProofs extends ScenarioProofs {
  private static final String HELLO =
      """
      S: 220 …
      C: EHLO client.example
      S: 250 …
      """;
  private static final String SENDER = HELLO + "C: MAIL FROM:<a@example.com>\n";
  private static final String RECIPIENT = SENDER + "S: 250 2.1.0 …\nC: RCPT TO:<bob@example.com>\n";
  private static final String DATA = RECIPIENT + "S: 250 2.1.5 …\nC: DATA\nS: 354 …\n";
  private static final List<String> MESSAGE = List.of("Subject: hello", "", "Good morning.");
  private static final String LEAVE = "C: QUIT\nS: 221 …\n(FIN)\n";

  /** No greeting but this; then 503 until QUIT. */
  protected final void turnedAway(String scenario, String... reply) {
    talk(
        scenario,
        said(reply)
            + """
            C: EHLO client.example
            S: 503 5.5.1 No mail is taken in this session, please QUIT
            C: MAIL FROM:<a@example.com>
            S: 503 5.5.1 No mail is taken in this session, please QUIT
            """
            + LEAVE
            + attempts(reply));
  }

  /** The sender a@example.com is refused; the session goes on. */
  protected final void atMail(String scenario, String... reply) {
    talk(
        scenario,
        SENDER
            + said(reply)
            + "C: RCPT TO:<bob@example.com>\nS: 503 5.5.1 MAIL first\n"
            + LEAVE
            + attempts(reply));
  }

  /** The recipient bob@example.com is refused; the session goes on. */
  protected final void atRcpt(String scenario, String... reply) {
    talk(
        scenario,
        RECIPIENT
            + said(reply)
            + "C: DATA\nS: 554 5.5.1 No valid recipients\n"
            + LEAVE
            + attempts(reply));
  }

  /** A short message is refused at the final dot; the session goes on. */
  protected final void atMessage(String scenario, String... reply) {
    contentOf(MESSAGE, scenario, reply);
  }

  /** The same of a message of one's own. */
  protected final void contentOf(List<String> content, String scenario, String... reply) {
    talk(
        scenario,
        message(content)
            + said(reply)
            + "C: DATA\nS: 503 5.5.1 MAIL first\n"
            + LEAVE
            + attempts(reply));
  }

  /** Other recipients and other senders are none of its business. */
  protected final void spares(String scenario) {
    spares(MESSAGE, scenario);
  }

  /** The same of a message of one's own. */
  protected final void spares(List<String> content, String scenario) {
    passes(content, with(scenario, "to=*@other.example"));
    passes(content, with(scenario, "from=*@other.example"));
  }

  /** A message that it has nothing against. */
  protected final void passes(List<String> content, String scenario) {
    talk(
        scenario,
        message(content)
            + "S: 250 2.0.0 Message accepted\n"
            + LEAVE
            + "(attempts accepted stored)");
  }

  /** What Angus Mail makes of it: nothing is stored, and all of this is in its exceptions. */
  protected final void failing(String scenario, String... with) {
    mail(
        scenario,
        mail -> {
          mail.send("bob@example.com").fails(with);
          mail.stored(0);
        });
  }

  private static String with(String scenario, String parameter) {
    return scenario + (scenario.contains(":") ? "," : ":") + parameter;
  }

  private static String message(List<String> content) {
    return DATA
        + content.stream().map(line -> "C: " + line + "\n").collect(Collectors.joining())
        + "C: .\n";
  }

  private static String said(String... reply) {
    return List.of(reply).stream().map(line -> "S: " + line + "\n").collect(Collectors.joining());
  }

  private static String attempts(String... reply) {
    return reply[0].startsWith("4") ? "(attempts deferred)" : "(attempts refused)";
  }
}
