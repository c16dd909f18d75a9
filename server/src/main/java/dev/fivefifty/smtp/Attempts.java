package dev.fivefifty.smtp;

import dev.fivefifty.journal.Attempt;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out, for one session, what each try to deliver came to. Attempts are handed out as they are
 * decided; those that wait for the final dot are kept here.
 */
final class Attempts {
  private static final Set<Stage> BEFORE_RCPT =
      EnumSet.of(
          Stage.CONNECT,
          Stage.HELO,
          Stage.EHLO,
          Stage.STARTTLS,
          Stage.HANDSHAKE,
          Stage.AUTH,
          Stage.MAIL);

  private final long session;
  private final List<String> pending = new ArrayList<>();
  private @Nullable String sender;
  private @Nullable String lastSender;
  private boolean sawRcpt;
  private boolean turnedAway;
  private @Nullable Verdict mailRefusal;
  private @Nullable Verdict before;
  private @Nullable Instant beforeAt;
  private @Nullable Verdict lastWord;

  /** Of the transaction whose recipients are pending. */
  private @Nullable String pendingTag;

  private @Nullable String latestTag;

  /**
   * What was said, or that nothing was.
   *
   * @param reply the reply, or null for none
   * @param rule the rule that decided, or null
   * @param cut whether only a part of the reply is sent: nobody can know from it what became of the
   *     mail
   * @param tag that of the occasion, or null
   */
  record Verdict(@Nullable Reply reply, @Nullable String rule, boolean cut, @Nullable String tag) {
    Verdict(@Nullable Reply reply, @Nullable String rule) {
      this(reply, rule, false, null);
    }

    Result result() {
      return cut ? Result.LOST : meant();
    }

    /** What the reply means to the server, whoever can read it. */
    Result meant() {
      if (reply == null) {
        return Result.LOST;
      }
      if (reply.isPositive()) {
        return Result.ACCEPTED;
      }
      return reply.isPermanent() ? Result.REFUSED : Result.DEFERRED;
    }
  }

  Attempts(long session) {
    this.session = session;
  }

  /** Notes the answer at a stage before any recipient is named. */
  void answeredBefore(Stage stage, Verdict verdict, Instant at) {
    latestTag = verdict.tag();
    // The 503s that follow a refusing greeting only repeat it.
    boolean repeats = turnedAway && verdict.rule() == null;
    if (BEFORE_RCPT.contains(stage) && !repeats) {
      before = verdict;
      beforeAt = at;
    }
    if (stage == Stage.CONNECT) {
      turnedAway = verdict.result() == Result.DEFERRED || verdict.result() == Result.REFUSED;
    }
  }

  void handshakeFailed(Verdict verdict) {
    before = verdict;
    beforeAt = null;
  }

  void mail(String from, Verdict verdict) {
    sender = from;
    lastSender = from;
    mailRefusal = verdict.meant() == Result.ACCEPTED ? null : verdict;
  }

  /** Notes the answer to RCPT; a refusal is an attempt at once. */
  List<Attempt> rcpt(String to, Verdict verdict, Instant at) {
    sawRcpt = true;
    if (verdict.meant() == Result.ACCEPTED) {
      pending.add(to);
      pendingTag = verdict.tag();
      return List.of();
    }
    Verdict deciding = mailRefusal == null ? verdict : mailRefusal;
    if (turnedAway && deciding.rule() == null && before != null) {
      deciding = before;
    }
    return List.of(
        attempt(
            to,
            deciding.result(),
            deciding,
            at,
            Optional.empty(),
            OptionalLong.empty(),
            verdict.tag()));
  }

  /**
   * One answer decides for every accepted recipient.
   *
   * @param recipients the transaction's, some of which an earlier answer to DATA may have decided
   */
  List<Attempt> decideAll(
      Collection<String> recipients,
      Verdict verdict,
      Instant at,
      Optional<String> messageId,
      OptionalLong message) {
    Set<String> all = new LinkedHashSet<>(recipients);
    all.addAll(pending);
    List<Attempt> decided = new ArrayList<>();
    for (String to : all) {
      decided.add(attempt(to, verdict.result(), verdict, at, messageId, message, verdict.tag()));
    }
    pending.clear();
    return decided;
  }

  /** The transaction is over without an answer to its message: by RSET, EHLO, QUIT or MAIL. */
  List<Attempt> abandon(Instant at) {
    List<Attempt> decided = giveUp(Result.ABANDONED, new Verdict(null, null), at);
    transactionOver();
    return decided;
  }

  /** What comes now belongs to no sender. */
  void transactionOver() {
    mailRefusal = null;
    sender = null;
  }

  /** Notes the refusal with which the server ends the session: it decides what was pending. */
  void lastWord(Verdict verdict) {
    lastWord = verdict;
  }

  private List<Attempt> giveUp(Result result, Verdict verdict, Instant at) {
    List<Attempt> decided = new ArrayList<>();
    for (String to : pending) {
      decided.add(
          attempt(to, result, verdict, at, Optional.empty(), OptionalLong.empty(), pendingTag));
    }
    pending.clear();
    return decided;
  }

  /**
   * The session is over.
   *
   * @param byServer whether the server ended it
   */
  List<Attempt> end(boolean byServer, Instant at) {
    Verdict word = byServer ? lastWord : null;
    if (sawRcpt) {
      return word != null
          ? giveUp(word.result(), word, at)
          : giveUp(byServer ? Result.LOST : Result.ABANDONED, new Verdict(null, null), at);
    }
    Verdict last = word != null ? word : before == null ? new Verdict(null, null) : before;
    Result result = last.result();
    if (result == Result.ACCEPTED) {
      result = byServer ? Result.LOST : Result.ABANDONED;
    }
    // A refusal decides when it is said, however long the client then stays.
    boolean refused = result == Result.DEFERRED || result == Result.REFUSED;
    Instant decided = refused && last == before && beforeAt != null ? beforeAt : at;
    return List.of(
        new Attempt(
            session,
            Optional.ofNullable(lastSender),
            Optional.empty(),
            result,
            Optional.ofNullable(last.reply()),
            Optional.ofNullable(last.rule()),
            decided,
            Optional.empty(),
            OptionalLong.empty(),
            last.reply() != null && !last.cut(),
            Optional.ofNullable(latestTag)));
  }

  private Attempt attempt(
      String to,
      Result result,
      Verdict verdict,
      Instant at,
      Optional<String> messageId,
      OptionalLong message,
      @Nullable String tag) {
    return new Attempt(
        session,
        Optional.ofNullable(sender),
        Optional.of(to),
        result,
        Optional.ofNullable(verdict.reply()),
        Optional.ofNullable(verdict.rule()),
        at,
        messageId,
        message,
        verdict.reply() != null && !verdict.cut(),
        Optional.ofNullable(tag));
  }
}
