package dev.fivefifty.smtp;

import dev.fivefifty.rule.Stage;
import java.util.EnumMap;
import java.util.Map;

/** Every verb by its stage. */
final class Verbs {
  private static final Map<Stage, Verb> BY_STAGE = new EnumMap<>(Stage.class);

  static {
    BY_STAGE.put(Stage.HELO, new HelloVerb(false));
    BY_STAGE.put(Stage.EHLO, new HelloVerb(true));
    BY_STAGE.put(Stage.STARTTLS, new StarttlsVerb());
    BY_STAGE.put(Stage.AUTH, new AuthVerb());
    BY_STAGE.put(Stage.MAIL, new MailVerb());
    BY_STAGE.put(Stage.RCPT, new RcptVerb());
    BY_STAGE.put(Stage.DATA, new DataVerb());
    BY_STAGE.put(Stage.BDAT, new BdatVerb());
    for (PlainVerb verb : PlainVerb.values()) {
      BY_STAGE.put(verb.stage(), verb);
    }
  }

  private Verbs() {}

  static void run(Conversation conversation, CommandLine command) {
    BY_STAGE.getOrDefault(command.stage(), PlainVerb.UNKNOWN).run(conversation, command);
  }
}
