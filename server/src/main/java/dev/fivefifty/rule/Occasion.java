package dev.fivefifty.rule;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One point in one session where the server may answer, with all that is known then: what a rule is
 * asked about. Immutable and thread-safe.
 */
public final class Occasion {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Stage stage;

  // Not an Instant: a journal holds very many occasions.
  private final long second;
  private final int nano;
  private final Peer peer;
  private final int connections;
  private final @Nullable String line;
  private final @Nullable String sender;
  private final Map<String, String> parameters;
  private final @Nullable String recipient;
  private final List<String> recipients;
  private final long size;
  private final @Nullable Duration silence;
  private final @Nullable MessageView message;

  /** What seldom changes within a session, so that its occasions can share it. */
  private record Peer(
      long session,
      InetAddress client,
      String listener,
      boolean tls,
      @Nullable String clientCertificate,
      @Nullable String helo,
      @Nullable String user,
      @Nullable String tag) {
    Peer withTag(String tag) {
      return new Peer(session, client, listener, tls, clientCertificate, helo, user, tag);
    }
  }

  private Occasion(Builder builder, Peer peer) {
    this.stage = builder.stage;
    this.second = builder.now.getEpochSecond();
    this.nano = builder.now.getNano();
    this.peer = peer;
    this.connections = builder.connections;
    this.line = builder.line;
    this.sender = builder.sender;
    this.parameters = builder.parameters;
    this.recipient = builder.recipient;
    this.recipients = builder.recipients;
    this.size = builder.size;
    this.silence = builder.silence;
    this.message = builder.message;
  }

  /**
   * Starts to describe an occasion, for the server and for tests of conditions.
   *
   * @param stage the stage
   * @return a builder with a loopback client and nothing else known
   */
  public static Builder at(Stage stage) {
    return new Builder(stage);
  }

  /**
   * The stage.
   *
   * @return the stage
   */
  public Stage stage() {
    return stage;
  }

  /**
   * When it is, by the server's clock.
   *
   * @return the instant
   */
  public Instant now() {
    return Instant.ofEpochSecond(second, nano);
  }

  /**
   * The session's number, from 1.
   *
   * @return the number
   */
  public long session() {
    return peer.session;
  }

  /**
   * The client's address.
   *
   * @return the address, without a host name
   */
  public InetAddress client() {
    return peer.client;
  }

  /**
   * The listener's name.
   *
   * @return such as {@code smtp}
   */
  public String listener() {
    return peer.listener;
  }

  /**
   * How many sessions are open, with this one.
   *
   * @return 1 or more
   */
  public int connections() {
    return connections;
  }

  /**
   * Whether the session is under TLS.
   *
   * @return true if so
   */
  public boolean tls() {
    return peer.tls;
  }

  /**
   * The subject of the client's certificate.
   *
   * @return a distinguished name (RFC 2253), or empty if it showed none
   */
  public Optional<String> clientCertificate() {
    return Optional.ofNullable(peer.clientCertificate);
  }

  /**
   * What the client called itself at EHLO or HELO, this one included.
   *
   * @return as written, or empty
   */
  public Optional<String> helo() {
    return Optional.ofNullable(peer.helo);
  }

  /**
   * Who has authenticated.
   *
   * @return the user, or empty
   */
  public Optional<String> user() {
    return Optional.ofNullable(peer.user);
  }

  /**
   * The command line without its line end, one character a byte where it is no UTF-8; credentials
   * are blanked out.
   *
   * @return the line, or empty where there is no command
   */
  public Optional<String> line() {
    return Optional.ofNullable(line);
  }

  /**
   * The reverse path without angle brackets: at MAIL this command's, later the transaction's.
   *
   * @return an address, an empty text for the null reverse path, or empty if there is no
   *     transaction
   */
  public Optional<String> sender() {
    return Optional.ofNullable(sender);
  }

  /**
   * The parameters of this MAIL or RCPT; later those of MAIL.
   *
   * @return by their keyword, ignoring case; a parameter without a value has an empty one
   */
  public Map<String, String> parameters() {
    return parameters;
  }

  /**
   * The recipient of this RCPT, without angle brackets; later the first accepted one.
   *
   * @return an address, empty if there is none
   */
  public String recipient() {
    if (recipient != null) {
      return recipient;
    }
    return recipients.isEmpty() ? "" : recipients.get(0);
  }

  /**
   * The recipients accepted so far in this transaction; not the one of this RCPT.
   *
   * @return in order
   */
  public List<String> recipients() {
    return recipients;
  }

  /**
   * The message's size: declared at MAIL, received so far at content, actual at message.
   *
   * @return bytes, or empty if not known
   */
  public OptionalLong size() {
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /**
   * How long nothing has come, at {@link Stage#IDLE}, when a rule's {@code silence} is over.
   *
   * @return the silence, or empty elsewhere and at the idle time-out
   */
  public Optional<Duration> silence() {
    return Optional.ofNullable(silence);
  }

  /**
   * The message: its header section at content, the whole at message.
   *
   * @return the message, or empty elsewhere
   */
  public Optional<MessageView> message() {
    return Optional.ofNullable(message);
  }

  /**
   * The tag of the test that the session belongs to here, see {@link TagSource}.
   *
   * @return the tag in lower case, or empty if none is known, or the server has no source of tags
   */
  public Optional<String> tag() {
    return Optional.ofNullable(peer.tag);
  }

  /** What a source finds in this occasion alone, or null. */
  @Nullable String tagOf(TagSource source) {
    if (!source.isAddress()) {
      return source.inSession(peer.client, peer.helo, peer.user);
    }
    for (String accepted : recipients) {
      String tag = source.inAddress(accepted);
      if (tag != null) {
        return tag;
      }
    }
    String tag = recipient == null ? null : source.inAddress(recipient);
    return tag == null && sender != null ? source.inAddress(sender) : tag;
  }

  /** The recipients that a rule's {@code to} is asked about. */
  List<String> candidateRecipients() {
    if (stage == Stage.RCPT) {
      return recipient == null ? List.of() : List.of(recipient);
    }
    return recipients;
  }

  /** The number that a rule's {@code recipients} is asked about. */
  int recipientCount() {
    return recipients.size() + (stage == Stage.RCPT ? 1 : 0);
  }

  @Override
  public String toString() {
    return stage.keyword()
        + " in session "
        + peer.session
        + " of "
        + peer.client.getHostAddress()
        + (line == null ? "" : ": " + line);
  }

  /**
   * The part of an address after its last at sign.
   *
   * @param address an address
   * @return the domain, empty if there is none
   */
  static String domainOf(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? "" : address.substring(at + 1);
  }

  /** Describes an {@link Occasion}. Not thread-safe. */
  public static final class Builder {
    private final Stage stage;
    private Instant now = Instant.EPOCH;
    private long session = 1;
    private InetAddress client = LOOPBACK;
    private String listener = "smtp";
    private int connections = 1;
    private boolean tls;
    private @Nullable String clientCertificate;
    private @Nullable String helo;
    private @Nullable String user;
    private @Nullable String line;
    private @Nullable String sender;
    private Map<String, String> parameters = Map.of();
    private @Nullable String recipient;
    private List<String> recipients = List.of();
    private long size = -1;
    private @Nullable Duration silence;
    private @Nullable MessageView message;
    private @Nullable Occasion earlier;
    private @Nullable String tag;
    private Tags tags = Tags.NONE;
    private Tags.Carried carried = Tags.Carried.NOTHING;

    private Builder(Stage stage) {
      this.stage = stage;
    }

    /**
     * Sets {@link Occasion#now()}.
     *
     * @param now the instant
     * @return this
     */
    public Builder now(Instant now) {
      this.now = now;
      return this;
    }

    /**
     * Sets {@link Occasion#session()}.
     *
     * @param session the number
     * @return this
     */
    public Builder session(long session) {
      this.session = session;
      return this;
    }

    /**
     * Sets {@link Occasion#client()}.
     *
     * @param client the address
     * @return this
     */
    public Builder client(InetAddress client) {
      this.client = client;
      return this;
    }

    /**
     * Sets {@link Occasion#listener()}.
     *
     * @param listener the name
     * @return this
     */
    public Builder listener(String listener) {
      this.listener = listener;
      return this;
    }

    /**
     * Sets {@link Occasion#connections()}.
     *
     * @param connections the number
     * @return this
     */
    public Builder connections(int connections) {
      this.connections = connections;
      return this;
    }

    /**
     * Sets {@link Occasion#tls()}.
     *
     * @param tls whether under TLS
     * @return this
     */
    public Builder tls(boolean tls) {
      this.tls = tls;
      return this;
    }

    /**
     * Sets {@link Occasion#clientCertificate()}.
     *
     * @param clientCertificate the subject, or null
     * @return this
     */
    public Builder clientCertificate(@Nullable String clientCertificate) {
      this.clientCertificate = clientCertificate;
      return this;
    }

    /**
     * Sets {@link Occasion#helo()}.
     *
     * @param helo the name, or null
     * @return this
     */
    public Builder helo(@Nullable String helo) {
      this.helo = helo;
      return this;
    }

    /**
     * Sets {@link Occasion#user()}.
     *
     * @param user the user, or null
     * @return this
     */
    public Builder user(@Nullable String user) {
      this.user = user;
      return this;
    }

    /**
     * Sets {@link Occasion#line()}.
     *
     * @param line the line, or null
     * @return this
     */
    public Builder line(@Nullable String line) {
      this.line = line;
      return this;
    }

    /**
     * Sets {@link Occasion#sender()}.
     *
     * @param sender the address, empty for the null reverse path, or null
     * @return this
     */
    public Builder sender(@Nullable String sender) {
      this.sender = sender;
      return this;
    }

    /**
     * Sets {@link Occasion#parameters()}.
     *
     * @param parameters by keyword
     * @return this
     */
    public Builder parameters(Map<String, String> parameters) {
      if (parameters.isEmpty()) {
        this.parameters = Map.of();
      } else {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        parameters.forEach((key, value) -> sorted.put(key.toUpperCase(Locale.ROOT), value));
        this.parameters = Collections.unmodifiableMap(sorted);
      }
      return this;
    }

    /**
     * Sets the recipient of this RCPT.
     *
     * @param recipient the address, or null
     * @return this
     */
    public Builder recipient(@Nullable String recipient) {
      this.recipient = recipient;
      return this;
    }

    /**
     * Sets {@link Occasion#recipients()}.
     *
     * @param recipients the accepted recipients; must not change afterwards
     * @return this
     */
    public Builder recipients(List<String> recipients) {
      this.recipients = Collections.unmodifiableList(recipients);
      return this;
    }

    /**
     * Sets {@link Occasion#size()}.
     *
     * @param size bytes, negative if not known
     * @return this
     */
    public Builder size(long size) {
      this.size = size;
      return this;
    }

    /**
     * Sets {@link Occasion#silence()}.
     *
     * @param silence the silence, or null
     * @return this
     */
    public Builder silence(@Nullable Duration silence) {
      this.silence = silence;
      return this;
    }

    /**
     * Sets {@link Occasion#message()}.
     *
     * @param message the message, or null
     * @return this
     */
    public Builder message(@Nullable MessageView message) {
      this.message = message;
      return this;
    }

    /**
     * Sets {@link Occasion#tag()}.
     *
     * @param tag the tag, or null
     * @return this
     * @throws IllegalArgumentException if it is no tag
     */
    public Builder tag(@Nullable String tag) {
      this.tag = tag == null ? null : Tags.canonical(tag);
      return this;
    }

    /**
     * Finds {@link Occasion#tag()} in what else is known.
     *
     * @param tags where
     * @param carried what the session has carried so far
     * @return this
     */
    public Builder tags(Tags tags, Tags.Carried carried) {
      this.tags = tags;
      this.carried = carried;
      return this;
    }

    /**
     * Names an earlier occasion in the same session, with which the new one can share what is the
     * same in both. Changes nothing but the memory that is needed.
     *
     * @param earlier any occasion, or null
     * @return this
     */
    public Builder after(@Nullable Occasion earlier) {
      this.earlier = earlier;
      return this;
    }

    /**
     * Builds the occasion.
     *
     * @return the occasion
     */
    public Occasion build() {
      Peer peer = new Peer(session, client, listener, tls, clientCertificate, helo, user, tag);
      if (!tags.isNone()) {
        String found = tags.tagOf(new Occasion(this, peer), carried);
        peer = found == null ? peer : peer.withTag(found);
      }
      if (earlier != null) {
        peer = earlier.peer.equals(peer) ? earlier.peer : peer;
        parameters = earlier.parameters.equals(parameters) ? earlier.parameters : parameters;
      }
      return new Occasion(this, peer);
    }
  }
}
