package dev.fivefifty.expect;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes sessions apart into transactions (RFC 5321 §3.3), by what was said. */
final class Transactions {
  private Transactions() {}

  /** One transaction: the answer to each RCPT, and the last answer to the content. */
  static final class Transaction {
    final long session;
    private final Map<String, Reply> recipients = new LinkedHashMap<>();
    private @Nullable Reply end;
    private boolean content;

    Transaction(long session) {
      this.session = session;
    }

    @Nullable Reply answerTo(String recipient) {
      return recipients.get(key(recipient));
    }

    /** Whether the recipient was accepted, and then the message. */
    boolean served(String recipient) {
      Reply answer = answerTo(recipient);
      return answer != null && answer.isPositive() && end != null && end.isPositive();
    }

    String whatFollowed() {
      if (end != null) {
        return "the message was answered \"" + Says.oneLine(end.toString()) + "\"";
      }
      return content ? "the message was not answered" : "no message followed";
    }
  }

  private static String key(String recipient) {
    return recipient.toLowerCase(Locale.ROOT);
  }

  static List<Transaction> of(List<Session> sessions) {
    List<Transaction> all = new ArrayList<>();
    for (Session session : sessions) {
      Transaction open = null;
      for (Exchange exchange : session.exchanges()) {
        switch (exchange.stage()) {
          case MAIL -> {
            open = new Transaction(session.id());
            all.add(open);
          }
          case RCPT -> {
            if (open != null && exchange.reply().isPresent()) {
              open.recipients.put(
                  key(exchange.occasion().recipient()), exchange.reply().orElseThrow());
            }
          }
          case CONTENT, MESSAGE -> {
            if (open != null) {
              open.content = true;
              open.end = exchange.reply().orElse(open.end);
            }
            if (exchange.stage() == Stage.MESSAGE) {
              open = null;
            }
          }
          case RSET, EHLO, HELO -> open = null;
          default -> {}
        }
      }
    }
    return all;
  }
}
