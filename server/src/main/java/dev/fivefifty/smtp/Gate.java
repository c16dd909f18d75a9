package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session must have done before a command is looked at (RFC 5321 §3.1, RFC 3207 §4, RFC 4954
 * §6).
 */
final class Gate {
  private static final Set<Stage> WITHOUT_TLS =
      EnumSet.of(Stage.EHLO, Stage.HELO, Stage.NOOP, Stage.STARTTLS, Stage.QUIT, Stage.UNKNOWN);
  private static final Set<Stage> WITHOUT_AUTH =
      EnumSet.of(
          Stage.EHLO,
          Stage.HELO,
          Stage.NOOP,
          Stage.RSET,
          Stage.STARTTLS,
          Stage.AUTH,
          Stage.QUIT,
          Stage.HELP,
          Stage.UNKNOWN);

  private Gate() {}

  /** Why the command is refused whatever it says, or null. */
  static @Nullable Reply refusal(Conversation conversation, Stage stage) {
    SessionState state = conversation.state();
    if (state.turnedAway() && stage != Stage.QUIT) {
      return OwnReplies.TURNED_AWAY;
    }
    if (conversation.server().options().tlsRequired()
        && !state.tls()
        && !WITHOUT_TLS.contains(stage)) {
      return Reply.of(530, "5.7.0", "Must issue a STARTTLS command first");
    }
    if (conversation.server().context().auth().required()
        && state.user() == null
        && !WITHOUT_AUTH.contains(stage)) {
      return Reply.of(530, "5.7.0", "Authentication required");
    }
    return null;
  }
}
