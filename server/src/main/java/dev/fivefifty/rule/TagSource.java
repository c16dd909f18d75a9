package dev.fivefifty.rule;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a session carries the tag of the test that it belongs to, so that several tests can share
 * one server. A tag is made of ASCII letters, digits, hyphens, underscores and dots, or is the text
 * of a client's address; what is anything else is no tag. Tags are compared ignoring case, and
 * shown in lower case. Immutable and thread-safe.
 */
public final class TagSource {
  private static final String SUFFIX = "domain:";
  private static final List<String> WORDS =
      List.of("client", "helo", "user", "subaddress", SUFFIX + "SUFFIX");

  private static final TagSource CLIENT =
      new TagSource("client", EnumSet.allOf(Stage.class), false);
  private static final TagSource HELO =
      new TagSource("helo", EnumSet.complementOf(EnumSet.of(Stage.CONNECT)), false);
  private static final TagSource USER =
      new TagSource(
          "user",
          EnumSet.complementOf(
              EnumSet.of(Stage.CONNECT, Stage.HELO, Stage.EHLO, Stage.STARTTLS, Stage.HANDSHAKE)),
          false);
  private static final TagSource SUBADDRESS =
      new TagSource("subaddress", RuleKey.FROM.stages(), true);

  private final String word;
  private final Set<Stage> stages;
  private final boolean address;

  private TagSource(String word, Set<Stage> stages, boolean address) {
    this.word = word;
    this.stages = Collections.unmodifiableSet(stages);
    this.address = address;
  }

  /**
   * The client's address, such as {@code 127.0.0.2}; behind a proxy, the one that the proxy tells.
   *
   * @return the source
   */
  public static TagSource clientAddress() {
    return CLIENT;
  }

  /**
   * What the client calls itself at EHLO or HELO.
   *
   * @return the source
   */
  public static TagSource helo() {
    return HELO;
  }

  /**
   * Who authenticates, from the command AUTH on.
   *
   * @return the source
   */
  public static TagSource user() {
    return USER;
  }

  /**
   * What follows the first {@code +} in the local part of an address (RFC 5233): {@code
   * bob+t42@example.com} carries {@code t42}. Addresses are looked at in this order: the recipients
   * accepted so far in this transaction, the recipient of this RCPT, the sender.
   *
   * @return the source
   */
  public static TagSource subaddress() {
    return SUBADDRESS;
  }

  /**
   * What stands before a domain: with {@code tests.example}, {@code bob@t42.tests.example} carries
   * {@code t42}. Addresses are looked at as for {@link #subaddress()}.
   *
   * @param suffix the domain, without a dot before it
   * @return the source
   * @throws IllegalArgumentException if it is no domain
   */
  public static TagSource domain(String suffix) {
    String lower = suffix.toLowerCase(Locale.ROOT);
    if (!Tags.isName(lower) || lower.startsWith(".") || lower.endsWith(".")) {
      throw new IllegalArgumentException(
          "'" + suffix + "' is no domain for tags (expected such as tests.example)");
    }
    return new TagSource(SUFFIX + lower, RuleKey.FROM.stages(), true);
  }

  /**
   * Reads a source as files and command lines write it.
   *
   * @param word {@code client}, {@code helo}, {@code user}, {@code subaddress} or {@code
   *     domain:tests.example}
   * @return the source
   * @throws IllegalArgumentException if it is none
   */
  public static TagSource of(String word) {
    String lower = word.strip().toLowerCase(Locale.ROOT);
    if (lower.startsWith(SUFFIX)) {
      return domain(lower.substring(SUFFIX.length()));
    }
    for (TagSource source : List.of(CLIENT, HELO, USER, SUBADDRESS)) {
      if (source.word.equals(lower)) {
        return source;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + word
            + "' is no source of tags (expected one of "
            + String.join(", ", WORDS)
            + Nearest.hint(word, WORDS)
            + ")");
  }

  /**
   * The source as files and command lines write it.
   *
   * @return such as {@code subaddress} or {@code domain:tests.example}
   */
  public String word() {
    return word;
  }

  /**
   * Where a tag of this source can be known.
   *
   * @return the stages; with {@code subaddress}, those from MAIL on
   */
  Set<Stage> stages() {
    return stages;
  }

  /** Whether the tag stands in an address, so that each transaction has its own. */
  boolean isAddress() {
    return address;
  }

  /** The tag that an address carries, or null. */
  @Nullable String inAddress(String mailbox) {
    int at = mailbox.lastIndexOf('@');
    if (this == SUBADDRESS) {
      String local = unquoted(at < 0 ? mailbox : mailbox.substring(0, at));
      int plus = local.indexOf('+');
      return plus < 0 ? null : Tags.find(local.substring(plus + 1));
    }
    String domain = mailbox.substring(at + 1).toLowerCase(Locale.ROOT);
    String suffix = "." + word.substring(SUFFIX.length());
    return at >= 0 && domain.endsWith(suffix)
        ? Tags.find(domain.substring(0, domain.length() - suffix.length()))
        : null;
  }

  /** A quoted local part means the same as one without quotes (RFC 5321 §4.1.2). */
  private static String unquoted(String local) {
    return local.length() >= 2 && local.startsWith("\"") && local.endsWith("\"")
        ? local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1")
        : local;
  }

  /** The tag of what is no address, or null. */
  @Nullable String inSession(InetAddress client, @Nullable String helo, @Nullable String user) {
    if (this == CLIENT) {
      return Tags.of(client);
    }
    return Optional.ofNullable(this == HELO ? helo : user).map(Tags::find).orElse(null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TagSource source && word.equals(source.word);
  }

  @Override
  public int hashCode() {
    return word.hashCode();
  }

  /** As {@link #word()}. */
  @Override
  public String toString() {
    return word;
  }
}
