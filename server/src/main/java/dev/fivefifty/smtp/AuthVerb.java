package dev.fivefifty.smtp;

import dev.fivefifty.journal.Bytes;
import dev.fivefifty.rule.Occasion;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.RuleSet;
import dev.fivefifty.rule.Stage;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * AUTH (RFC 4954). Rules are asked at `challenge` before each 334, and at `auth` for the final
 * answer; a 334 there asks for one more line, without end if the rule wants so.
 */
final class AuthVerb implements Verb {
  /** RFC 4954 §4.5. */
  private static final Step.Malformed TOO_LONG = new Step.Malformed("5.5.6", "Line too long");

  private static final Bytes SECRET = CommandLine.ofSecret().bytes();

  @Override
  public void run(Conversation conversation, CommandLine command) {
    new Run(conversation, command).start();
  }

  /** One authentication. */
  private static final class Run {
    private final Conversation conversation;
    private final CommandLine command;
    private final AuthOptions options;
    private Bytes received;
    private @Nullable SaslExchange exchange;

    Run(Conversation conversation, CommandLine command) {
      this.conversation = conversation;
      this.command = command;
      this.options = conversation.server().context().auth();
      this.received = command.bytes();
    }

    void start() {
      Reply problem = problem();
      String[] words = command.secretArgument().strip().split(" +", 2);
      Optional<Mechanism> mechanism =
          Mechanism.of(words[0])
              .filter(each -> !options.offered() || options.mechanisms().contains(each));
      if (problem != null || mechanism.isEmpty()) {
        conclude(null, problem == null ? Reply.of(504, "5.5.4", "Mechanism not offered") : problem);
        return;
      }
      exchange =
          mechanism
              .get()
              .begin(options.users(), conversation.server().options().hostname(), Nonces::next);
      if (words.length < 2) {
        follow(exchange.start(null));
        return;
      }
      follow(continued(AuthLine.decodeInitial(words[1]), exchange::start));
    }

    /** What the exchange says to what the client sent, or why it was not asked. */
    private static Step continued(AuthLine line, Function<byte[], Step> exchange) {
      if (line instanceof AuthLine.Bytes decoded) {
        return exchange.apply(decoded.bytes());
      }
      if (line instanceof AuthLine.Malformed malformed) {
        return new Step.Malformed("5.5.2", malformed.why());
      }
      return line instanceof AuthLine.Cancelled
          ? new Step.Malformed("5.7.0", "Authentication cancelled")
          : TOO_LONG;
    }

    /** Why there is to be no exchange, or null. */
    private @Nullable Reply problem() {
      SessionState state = conversation.state();
      Reply refusal = Gate.refusal(conversation, Stage.AUTH);
      if (refusal != null) {
        return refusal;
      }
      RuleSet rules = conversation.server().rules().current();
      String tag = conversation.notes().tag();
      boolean byRule = rules.asksAt(Stage.AUTH, tag) || rules.asksAt(Stage.CHALLENGE, tag);
      if (!options.offered() && !byRule) {
        return Reply.of(502, "5.5.1", "AUTH is not offered");
      }
      if (state.helo() == null) {
        return OwnReplies.HELLO_FIRST;
      }
      if (state.user() != null || state.transaction() != null) {
        return Reply.of(
            503, "5.5.1", state.user() != null ? "Authenticated already" : "Not in a transaction");
      }
      if (options.onlyUnderTls() && !state.tls()) {
        return Reply.of(538, "5.7.11", "Encryption required for the requested mechanism");
      }
      if (command.argument().isBlank()) {
        return Reply.of(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]");
      }
      return null;
    }

    private void follow(Step step) {
      Step next = step;
      while (next instanceof Step.Challenge challenge) {
        Answering answering = ask(challenge);
        if (!answering.says(334) || conversation.isOver() || conversation.wire().isHalfClosed()) {
          return;
        }
        String line = conversation.readSecret();
        if (line == null) {
          return;
        }
        received = SECRET;
        next = continued(AuthLine.decode(line), exchange()::next);
      }
      if (next instanceof Step.Success success) {
        conclude(success.user(), Reply.of(235, "2.7.0", "Authentication successful"));
      } else if (next instanceof Step.Malformed malformed) {
        int code = malformed == TOO_LONG ? 500 : 501;
        conclude(user(), Reply.of(code, malformed.enhanced(), malformed.why()));
      } else {
        conclude(user(), Reply.of(535, "5.7.8", "Authentication credentials invalid"));
      }
    }

    private SaslExchange exchange() {
      return Objects.requireNonNull(exchange);
    }

    private @Nullable String user() {
      return exchange == null ? null : exchange.user().orElse(null);
    }

    private Occasion occasion(Stage stage, @Nullable String user) {
      return conversation.occasion(stage).line(command.text()).user(user).build();
    }

    private Answering ask(Step.Challenge challenge) {
      Reply own = Reply.of(334, Base64.getEncoder().encodeToString(challenge.text()));
      return conversation.answer(
          occasion(Stage.CHALLENGE, user()), received, decision -> own, answering -> {});
    }

    private void conclude(@Nullable String user, Reply own) {
      Reply said = own;
      while (true) {
        Reply ours = said;
        Answering answering =
            conversation.answer(
                occasion(Stage.AUTH, user), received, decision -> ours, each -> take(user, each));
        if (!answering.says(334) || conversation.isOver() || conversation.wire().isHalfClosed()) {
          return;
        }
        String line = conversation.readSecret();
        if (line == null) {
          return;
        }
        received = SECRET;
        said =
            AuthLine.decode(line) instanceof AuthLine.Cancelled
                ? Reply.of(501, "5.7.0", "Authentication cancelled")
                : Reply.of(535, "5.7.8", "Authentication credentials invalid");
      }
    }

    /** A 2yz takes effect if there is a user to take: one that the client has named. */
    private void take(@Nullable String user, Answering answering) {
      if (answering.saysPositive() && user != null) {
        conversation.state().user(user);
        conversation.recorder().user(user);
      }
    }
  }
}
