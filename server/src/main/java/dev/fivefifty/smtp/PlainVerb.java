package dev.fivefifty.smtp;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.List;
import java.util.function.Consumer;

/** The verbs whose answer needs no more than the command and the session's state. */
enum PlainVerb implements Verb {
  RSET(Stage.RSET) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      return command.argument().isBlank() ? Reply.of(250, "2.0.0", "OK") : OwnReplies.NO_ARGUMENT;
    }

    @Override
    void take(Conversation conversation, Answering answering) {
      if (answering.saysPositive()) {
        conversation.abandonTransaction(answering);
      }
    }
  },
  NOOP(Stage.NOOP) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      return Reply.of(250, "2.0.0", "OK");
    }
  },
  VRFY(Stage.VRFY) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      return command.argument().isBlank()
          ? Reply.of(501, "5.5.4", "Syntax: VRFY address")
          : Reply.of(252, "2.5.0", "Cannot verify the user, but will try to deliver");
    }
  },
  EXPN(Stage.EXPN) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      return Reply.of(502, "5.5.1", "EXPN is not implemented");
    }
  },
  HELP(Stage.HELP) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      return new Reply(
          214,
          "2.0.0",
          List.of(
              "FiveFifty, an SMTP test server. Commands:",
              "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT"));
    }
  },
  QUIT(Stage.QUIT) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      return command.argument().isBlank()
          ? Reply.of(
              221, "2.0.0", conversation.server().options().hostname() + " closing connection")
          : OwnReplies.NO_ARGUMENT;
    }

    /** Here rather than at the end of the session, so that who has read 221 finds the attempts. */
    @Override
    void take(Conversation conversation, Answering answering) {
      if (answering.closes()) {
        conversation.abandonTransaction(answering);
      }
    }
  },
  UNKNOWN(Stage.UNKNOWN) {
    @Override
    Reply own(Conversation conversation, CommandLine command) {
      if (command.fault() != null) {
        // RFC 4954 §4.5.
        String enhanced = command.isTooLongAuth() ? "5.5.6" : "5.5.2";
        return Reply.of(500, enhanced, command.fault());
      }
      return command.text().isBlank()
          ? Reply.of(500, "5.5.2", "Empty line")
          : Reply.of(500, "5.5.1", "Command unrecognized");
    }
  };

  private final Stage stage;

  PlainVerb(Stage stage) {
    this.stage = stage;
  }

  Stage stage() {
    return stage;
  }

  abstract Reply own(Conversation conversation, CommandLine command);

  void take(Conversation conversation, Answering answering) {}

  @Override
  public void run(Conversation conversation, CommandLine command) {
    Consumer<Answering> effect = answering -> take(conversation, answering);
    conversation.answer(
        conversation.occasion(stage).line(command.text()).build(),
        command.bytes(),
        decision -> {
          Reply refusal = Gate.refusal(conversation, stage);
          return refusal == null ? own(conversation, command) : refusal;
        },
        effect);
  }
}
