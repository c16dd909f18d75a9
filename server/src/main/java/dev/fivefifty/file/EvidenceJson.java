package dev.fivefifty.file;

import dev.fivefifty.journal.ReceivedMessage;
import java.io.IOException;
import java.io.Writer;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries all that a server knows to a client of the same version, so that every question gets the
 * same answer there. For everybody else there are sessions, attempts and messages, see {@link
 * JournalWriter}.
 *
 * <p>What is read back equals what was written, but for two things. A rule that holds a condition
 * or a reply in Java stays where it is: a decision that it made names it, and has neither the rule
 * nor its outcome. And which rule nearly applied is found out when it is written, as the rules that
 * were asked stay, too. The methods keep no state and may be called by several threads at once.
 */
public final class EvidenceJson {
  /** Grows when a client of an earlier version would misread what is written. */
  static final int FORMAT = 1;

  private EvidenceJson() {}

  /**
   * Writes evidence.
   *
   * @param evidence the evidence
   * @param out gets one JSON object, in ASCII; stays open
   * @param there which messages, by their number, whoever reads it has already; only their numbers
   *     are written
   * @throws IOException if writing fails
   */
  public static void write(KnownEvidence evidence, Writer out, LongPredicate there)
      throws IOException {
    new EvidenceWriter(evidence, there).write(evidence, out);
  }

  /**
   * Reads evidence.
   *
   * @param json what was written, in UTF-8
   * @param there gives the messages that whoever wrote it was told are there already; null for any
   *     other
   * @return what it says
   * @throws IllegalArgumentException if it is no evidence, or of a version that is not understood
   */
  public static KnownEvidence read(byte[] json, LongFunction<@Nullable ReceivedMessage> there) {
    return new EvidenceReader(there).read(json);
  }

  /**
   * Writes one exchange.
   *
   * @param known the exchange, with its message if that is still held
   * @param out gets one JSON object, in ASCII and in one line; stays open
   * @throws IOException if writing fails
   */
  public static void write(KnownExchange known, Writer out) throws IOException {
    new EvidenceWriter(known.message().stream().toList()).write(known.exchange(), out);
  }

  /**
   * Writes one session.
   *
   * @param known the session, with those of its messages that are still held
   * @param out gets one JSON object, in ASCII and in one line; stays open
   * @throws IOException if writing fails
   */
  public static void write(KnownSession known, Writer out) throws IOException {
    new EvidenceWriter(known.messages()).write(known.session(), out);
  }

  /**
   * Reads one exchange.
   *
   * @param json what was written, in UTF-8
   * @return what it says
   * @throws IllegalArgumentException if it is no exchange, or of a version that is not understood
   */
  public static KnownExchange readExchange(byte[] json) {
    return new EvidenceReader(number -> null).readExchange(json);
  }

  /**
   * Reads one session.
   *
   * @param json what was written, in UTF-8
   * @return what it says
   * @throws IllegalArgumentException if it is no session, or of a version that is not understood
   */
  public static KnownSession readSession(byte[] json) {
    return new EvidenceReader(number -> null).readSession(json);
  }
}
