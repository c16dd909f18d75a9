package dev.fivefifty.smtp;

import dev.fivefifty.journal.ReceivedMessage.Recipient;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mail transaction (RFC 5321 §3.3), from an accepted MAIL, or an accepted RCPT without one. */
final class Transaction {
  private final String sender;
  private final Map<String, String> parameters;
  private final List<Recipient> recipients = new ArrayList<>();
  private List<String> addresses = List.of();
  private @Nullable Chunks chunks;
  private final Set<Bounced> bounced = new LinkedHashSet<>();
  private boolean sawRcpt;
  private boolean failed;

  Transaction(String sender, Map<String, String> parameters) {
    this.sender = sender;
    this.parameters = parameters;
  }

  String sender() {
    return sender;
  }

  Map<String, String> parameters() {
    return parameters;
  }

  void add(Recipient recipient) {
    recipients.add(recipient);
    addresses = new AddressList(recipients, recipients.size());
  }

  List<Recipient> recipients() {
    return recipients;
  }

  /** What the sender is to be told if the message is accepted; each once. */
  Set<Bounced> bounced() {
    return bounced;
  }

  /** Whether there was an RCPT, accepted or not. */
  boolean sawRcpt() {
    return sawRcpt;
  }

  void noteRcpt() {
    sawRcpt = true;
  }

  /** The accepted addresses; a list that later recipients do not change. */
  List<String> addresses() {
    return addresses;
  }

  /**
   * What has come by BDAT.
   *
   * @param content the chunks so far
   * @param stage asks the rules about them
   */
  record Chunks(ContentBuffer content, ContentStage stage) {}

  /** The chunks of BDAT so far, or null before the first. */
  @Nullable Chunks chunks() {
    return chunks;
  }

  void chunks(Chunks chunks) {
    this.chunks = chunks;
  }

  /** Whether a chunk was refused: the rest of them is too (RFC 3030 §2). */
  boolean failed() {
    return failed;
  }

  void fail() {
    failed = true;
  }

  /** A view of a list's beginning: no copy, or 1,000 recipients would make 1,000 of them. */
  private static final class AddressList extends AbstractList<String> {
    private final List<Recipient> recipients;
    private final int size;

    AddressList(List<Recipient> recipients, int size) {
      this.recipients = recipients;
      this.size = size;
    }

    @Override
    public String get(int index) {
      Objects.checkIndex(index, size);
      return recipients.get(index).address();
    }

    @Override
    public int size() {
      return size;
    }
  }
}
