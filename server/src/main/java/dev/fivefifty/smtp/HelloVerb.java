package dev.fivefifty.smtp;

import dev.fivefifty.rule.Capabilities;
import dev.fivefifty.rule.Decision;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** EHLO and HELO (RFC 5321 §4.1.1.1). */
final class HelloVerb implements Verb {
  private final boolean extended;

  HelloVerb(boolean extended) {
    this.extended = extended;
  }

  @Override
  public void run(Conversation conversation, CommandLine command) {
    String name = command.argument().strip();
    conversation.answer(
        conversation
            .occasion(extended ? Stage.EHLO : Stage.HELO)
            .line(command.text())
            .helo(name.isEmpty() ? null : name)
            .build(),
        command.bytes(),
        decision -> own(conversation, name, decision),
        answering -> take(conversation, name, answering));
  }

  private Reply own(Conversation conversation, String name, Decision decision) {
    Reply refusal = Gate.refusal(conversation, extended ? Stage.EHLO : Stage.HELO);
    if (refusal != null) {
      return refusal;
    }
    if (!isName(name)) {
      return Reply.of(501, "Syntax: " + (extended ? "EHLO" : "HELO") + " domain");
    }
    String hostname = conversation.server().options().hostname();
    if (!extended) {
      return Reply.of(250, hostname);
    }
    List<String> capabilities = capabilities(conversation);
    Capabilities changes = decision.outcome().capabilities();
    List<String> lines = new ArrayList<>();
    lines.add(hostname + " greets " + name);
    lines.addAll(changes == null ? capabilities : changes.applyTo(capabilities));
    return new Reply(250, null, lines);
  }

  private static List<String> capabilities(Conversation conversation) {
    ServerOptions options = conversation.server().options();
    List<String> lines =
        new ArrayList<>(
            List.of(
                "PIPELINING",
                "8BITMIME",
                "SMTPUTF8",
                "SIZE " + options.size(),
                "CHUNKING",
                "DSN",
                "ENHANCEDSTATUSCODES"));
    boolean tls = conversation.state().tls();
    if (options.starttls() != StartTls.DISABLED && !tls) {
      lines.add("STARTTLS");
    }
    AuthOptions auth = conversation.server().context().auth();
    boolean mayAuthenticate = tls || !auth.onlyUnderTls() && !options.tlsRequired();
    if (auth.offered() && mayAuthenticate) {
      lines.add(
          auth.mechanisms().stream()
              .map(Mechanism::saslName)
              .collect(Collectors.joining(" ", "AUTH ", "")));
    }
    return lines;
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.indexOf(' ') < 0;
  }

  private void take(Conversation conversation, String name, Answering answering) {
    if (answering.saysPositive() && isName(name)) {
      conversation.abandonTransaction(answering);
      conversation.state().helo(name, extended);
      conversation.recorder().helo(name);
    }
  }
}
