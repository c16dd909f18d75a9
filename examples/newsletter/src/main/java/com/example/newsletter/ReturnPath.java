package com.example.newsletter;

import java.util.Optional;

/**
 * The address that a mail comes back to, with the subscriber's in it (VERP), so that a bounce tells
 * whom it is about even if it does not say: {@code bounces+bob=example.com@newsletter.example}.
 */
final class ReturnPath {
  private final String prefix;
  private final String suffix;

  ReturnPath(String bounces) {
    int at = bounces.indexOf('@');
    this.prefix = bounces.substring(0, at) + "+";
    this.suffix = bounces.substring(at);
  }

  String to(String subscriber) {
    int at = subscriber.lastIndexOf('@');
    return prefix + subscriber.substring(0, at) + "=" + subscriber.substring(at + 1) + suffix;
  }

  Optional<String> subscriber(String address) {
    int end = address.length() - suffix.length();
    int at = address.lastIndexOf('=', end);
    boolean ours =
        at > prefix.length()
            && address.regionMatches(true, 0, prefix, 0, prefix.length())
            && address.regionMatches(true, end, suffix, 0, suffix.length());
    return ours
        ? Optional.of(address.substring(prefix.length(), at) + "@" + address.substring(at + 1, end))
        : Optional.empty();
  }
}
