package dev.fivefifty.rule;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One thing that must hold for a rule to match. Immutable. */
public sealed interface Condition {

  /**
   * The key under {@code when}.
   *
   * @return the key; {@link RuleKey#WHEN} for a condition in Java
   */
  RuleKey key();

  /**
   * Whether it holds.
   *
   * @param occasion the occasion
   * @return true if so
   */
  boolean test(Occasion occasion);

  /**
   * What would have held, for people.
   *
   * @return such as {@code "*@gone.example"}
   */
  String expected();

  /**
   * What there was, for people.
   *
   * @param occasion the occasion
   * @return such as {@code "bob@example.com"}
   */
  String actual(Occasion occasion);

  /**
   * The client's address lies in a network.
   *
   * @param network the network
   */
  record ClientIn(Network network) implements Condition {
    @Override
    public RuleKey key() {
      return RuleKey.CLIENT;
    }

    @Override
    public boolean test(Occasion occasion) {
      return network.contains(occasion.client());
    }

    @Override
    public String expected() {
      return network.text();
    }

    @Override
    public String actual(Occasion occasion) {
      return occasion.client().getHostAddress();
    }
  }

  /**
   * A text is like a pattern.
   *
   * @param key which text
   * @param pattern the pattern
   */
  record TextIs(RuleKey key, TextPattern pattern) implements Condition {
    private List<String> values(Occasion occasion) {
      return switch (key) {
        case LISTENER -> List.of(occasion.listener());
        case HELO_NAME -> occasion.helo().stream().toList();
        case CLIENT_CERTIFICATE -> occasion.clientCertificate().stream().toList();
        case USER -> occasion.user().stream().toList();
        case FROM -> occasion.sender().stream().toList();
        case TO -> occasion.candidateRecipients();
        case SUBJECT -> occasion.message().flatMap(MessageView::subject).stream().toList();
        case BODY -> occasion.message().map(MessageView::body).stream().toList();
        case LINE -> occasion.line().stream().toList();
        default -> throw new IllegalStateException(key + " is no text");
      };
    }

    @Override
    public boolean test(Occasion occasion) {
      return pattern.matchesAny(values(occasion));
    }

    @Override
    public String expected() {
      return pattern.toString();
    }

    @Override
    public String actual(Occasion occasion) {
      return quoted(values(occasion));
    }
  }

  /**
   * A header field or a parameter is like a pattern.
   *
   * @param key {@link RuleKey#HEADER} or {@link RuleKey#PARAMETER}
   * @param name its name, ignoring case
   * @param pattern the pattern
   */
  record NamedTextIs(RuleKey key, String name, TextPattern pattern) implements Condition {
    private List<String> values(Occasion occasion) {
      if (key == RuleKey.HEADER) {
        return occasion.message().map(message -> message.header(name)).orElse(List.of());
      }
      String value = occasion.parameters().get(name);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public boolean test(Occasion occasion) {
      return pattern.matchesAny(values(occasion));
    }

    @Override
    public String expected() {
      return name + " " + pattern;
    }

    @Override
    public String actual(Occasion occasion) {
      return name + " " + quoted(values(occasion));
    }
  }

  /**
   * A number is like a pattern.
   *
   * @param key {@link RuleKey#RECIPIENTS}, {@link RuleKey#CONNECTIONS} or {@link RuleKey#SIZE}
   * @param pattern the pattern
   */
  record NumberIs(RuleKey key, NumberPattern pattern) implements Condition {
    private OptionalLong value(Occasion occasion) {
      return switch (key) {
        case RECIPIENTS -> OptionalLong.of(occasion.recipientCount());
        case CONNECTIONS -> OptionalLong.of(occasion.connections());
        case SIZE -> occasion.size();
        default -> throw new IllegalStateException(key + " is no number");
      };
    }

    @Override
    public boolean test(Occasion occasion) {
      OptionalLong value = value(occasion);
      return value.isPresent() && pattern.matches(value.getAsLong());
    }

    @Override
    public String expected() {
      return pattern.toString();
    }

    @Override
    public String actual(Occasion occasion) {
      OptionalLong value = value(occasion);
      return value.isPresent() ? Long.toString(value.getAsLong()) : "none";
    }
  }

  /**
   * The session is under TLS, or is not.
   *
   * @param tls which
   */
  record TlsIs(boolean tls) implements Condition {
    @Override
    public RuleKey key() {
      return RuleKey.TLS;
    }

    @Override
    public boolean test(Occasion occasion) {
      return occasion.tls() == tls;
    }

    @Override
    public String expected() {
      return Boolean.toString(tls);
    }

    @Override
    public String actual(Occasion occasion) {
      return Boolean.toString(occasion.tls());
    }
  }

  /**
   * The message has an attachment like this.
   *
   * @param pattern the pattern
   */
  record AttachmentIs(AttachmentPattern pattern) implements Condition {
    private static List<Attachment> attachments(Occasion occasion) {
      return occasion.message().map(MessageView::attachments).orElse(List.of());
    }

    @Override
    public RuleKey key() {
      return RuleKey.ATTACHMENT;
    }

    @Override
    public boolean test(Occasion occasion) {
      return attachments(occasion).stream().anyMatch(pattern::matches);
    }

    @Override
    public String expected() {
      return pattern.toString();
    }

    @Override
    public String actual(Occasion occasion) {
      return attachments(occasion).stream()
          .map(attachment -> "\"" + attachment.name() + "\" (" + attachment.type() + ")")
          .collect(
              Collectors.collectingAndThen(
                  Collectors.joining(", "), all -> all.isEmpty() ? "none" : all));
    }
  }

  /**
   * A condition written in Java; equal to itself only.
   *
   * @param predicate the condition
   */
  record Satisfies(Predicate<Occasion> predicate) implements Condition {
    @Override
    public RuleKey key() {
      return RuleKey.WHEN;
    }

    @Override
    public boolean test(Occasion occasion) {
      return predicate.test(occasion);
    }

    @Override
    public String expected() {
      return "a condition in Java";
    }

    @Override
    public String actual(Occasion occasion) {
      return "not fulfilled";
    }
  }

  private static String quoted(List<String> values) {
    if (values.isEmpty()) {
      return "none";
    }
    return values.stream()
        .map(value -> "\"" + (value.length() > 200 ? value.substring(0, 200) + "…" : value) + "\"")
        .collect(Collectors.joining(", "));
  }
}
