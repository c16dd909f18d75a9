package dev.fivefifty.expect;

import dev.fivefifty.expect.Transactions.Transaction;
import dev.fivefifty.journal.Attempt.Result;
import dev.fivefifty.journal.RecipientHistory;
import dev.fivefifty.rule.Reply;
import java.util.ArrayList;
import java.util.List;

/** The questions about several recipients at once. Immutable and thread-safe. */
public final class RecipientsExpectations {
  private final List<String> addresses;

  RecipientsExpectations(List<String> addresses) {
    this.addresses = List.copyOf(addresses);
    if (this.addresses.isEmpty()) {
      throw new IllegalArgumentException("expected at least one recipient");
    }
  }

  private String names() {
    return String.join(", ", addresses);
  }

  /**
   * Each of them was accepted.
   *
   * @return the expectation
   */
  public Expectation accepted() {
    return new Fact(
        names() + (addresses.size() == 1 ? " was accepted" : " were accepted"),
        evidence -> {
          List<String> reasons = new ArrayList<>();
          Judgement all = Judgement.yes();
          for (String address : addresses) {
            RecipientHistory history = evidence.recipient(address);
            all = all.about(history.attempts());
            if (!history.accepted()) {
              Judgement one = Expectations.recipient(address).accepted().judge(evidence);
              reasons.add(address + ": " + one.reason());
              all = all.about(one.attempts()).inSessions(one.sessions());
            }
          }
          return reasons.isEmpty() ? Judgement.yes() : all.because(reasons);
        });
  }

  /**
   * Each of them was accepted with a message, for which another recipient was refused or deferred:
   * in one transaction.
   *
   * @param other the recipient that was not accepted
   * @return the expectation
   */
  public Expectation acceptedWhileRefused(String other) {
    return new Fact(
        names()
            + (addresses.size() == 1 ? " was" : " were")
            + " accepted in the transaction that refused "
            + other,
        evidence -> whileRefused(other, evidence));
  }

  private Judgement whileRefused(String other, Evidence evidence) {
    List<Transaction> refusing = new ArrayList<>();
    for (Transaction transaction : Transactions.of(evidence.sessions())) {
      Reply answer = transaction.answerTo(other);
      if (answer != null && !answer.isPositive()) {
        refusing.add(transaction);
      }
    }
    if (refusing.stream().anyMatch(each -> addresses.stream().allMatch(each::served))) {
      return Judgement.yes();
    }
    if (refusing.isEmpty()) {
      Judgement no = Expectations.recipient(other).result(Result.REFUSED).judge(evidence);
      return no.holds()
          ? Judgement.no(other + " was refused, but not at RCPT")
              .about(evidence.recipient(other).attempts())
          : no.because(List.of(other + " was not refused: " + no.reason()));
    }
    Transaction nearest = refusing.get(0);
    for (Transaction transaction : refusing) {
      if (served(transaction) > served(nearest)) {
        nearest = transaction;
      }
    }
    List<String> missing = new ArrayList<>();
    for (String address : addresses) {
      if (!nearest.served(address)) {
        Reply answer = nearest.answerTo(address);
        missing.add(
            address
                + (answer == null
                    ? " was not named"
                    : answer.isPositive()
                        ? " was accepted at RCPT, but " + nearest.whatFollowed()
                        : " was answered \"" + answer + "\""));
      }
    }
    Judgement no =
        Judgement.no(
                "in that transaction, in session "
                    + nearest.session
                    + ", "
                    + String.join("; ", missing))
            .inSessions(List.of(nearest.session))
            .about(evidence.recipient(other).attempts());
    for (String address : addresses) {
      no = no.about(evidence.recipient(address).attempts());
    }
    return no;
  }

  private long served(Transaction transaction) {
    return addresses.stream().filter(transaction::served).count();
  }
}
