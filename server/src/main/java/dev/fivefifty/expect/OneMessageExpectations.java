package dev.fivefifty.expect;

import dev.fivefifty.journal.MessageFilter;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.rule.NumberPattern;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The questions about one message. A message does not change, so that no answer can either.
 * Immutable and thread-safe.
 */
public final class OneMessageExpectations {
  private final ReceivedMessage message;

  OneMessageExpectations(ReceivedMessage message) {
    this.message = message;
  }

  private Expectation expect(String what, boolean holds, String reason) {
    return new Fact(
        "message " + message.number() + " " + what,
        evidence ->
            Judgement.of(holds, reason).inSessions(List.of(message.session())).finallySo(true));
  }

  /**
   * The message is like this.
   *
   * @param filter what it must be like
   * @return the expectation
   */
  public Expectation fits(MessageFilter filter) {
    return expect(
        filter.toString().replaceFirst("^with ", "has ").replaceFirst("^(?=from |to )", "is "),
        filter.fits(message),
        String.join("; ", filter.differences(message)));
  }

  /**
   * These recipients were accepted, and no others.
   *
   * @param addresses in any order, ignoring case
   * @return the expectation
   */
  public Expectation recipients(String... addresses) {
    TreeSet<String> expected = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    expected.addAll(Arrays.asList(addresses));
    TreeSet<String> actual = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    actual.addAll(message.recipientAddresses());
    TreeSet<String> missing = new TreeSet<>(expected);
    missing.removeAll(actual);
    TreeSet<String> more = new TreeSet<>(actual);
    more.removeAll(expected);
    return expect(
        "has the recipients " + String.join(", ", expected) + " and no others",
        missing.isEmpty() && more.isEmpty(),
        "it has "
            + String.join(", ", actual)
            + (missing.isEmpty() ? "" : "; missing " + String.join(", ", missing))
            + (more.isEmpty() ? "" : "; not expected " + String.join(", ", more)));
  }

  /**
   * How long the content is.
   *
   * @param bytes such as {@code NumberPattern.parseSize(">1MB")}
   * @return the expectation
   */
  public Expectation size(NumberPattern bytes) {
    return expect(
        "has a size of " + bytes.text() + " bytes",
        bytes.matches(message.size()),
        "it has " + message.size() + " bytes");
  }

  /**
   * The exact bytes, dot-stuffing removed.
   *
   * @param bytes all of them
   * @return the expectation
   */
  public Expectation content(byte[] bytes) {
    byte[] actual = message.content();
    int at = Arrays.mismatch(bytes, actual);
    return expect(
        "has these " + bytes.length + " bytes",
        at < 0,
        "it has "
            + actual.length
            + " bytes, and the first that differs is byte "
            + at
            + ": expected "
            + octet(bytes, at)
            + ", was "
            + octet(actual, at));
  }

  private static String octet(byte[] bytes, int at) {
    return at < 0 || at >= bytes.length ? "the end" : String.format("%02X", bytes[at]);
  }
}
