package dev.fivefifty.smtp;

import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616): {@code [authorization identity] NUL user NUL password}, all in one message. */
final class PlainExchange extends OrderedExchange {
  private final AuthUsers users;

  PlainExchange(AuthUsers users) {
    this.users = users;
  }

  @Override
  Step open(byte @Nullable [] initialResponse) {
    return initialResponse == null ? Step.Challenge.of("") : answer(initialResponse);
  }

  @Override
  Step answer(byte[] response) {
    String message = text(response);
    if (message == null) {
      return NOT_UTF8;
    }
    String[] parts = message.split("\0", -1);
    if (parts.length != 3) {
      return Step.malformed("PLAIN wants two NULs: [identity] NUL user NUL password");
    }
    String identity = parts[0];
    String user = parts[1];
    String password = parts[2];
    if (!isName(user)) {
      return BAD_NAME;
    }
    if (password.isEmpty()) {
      return Step.malformed("The password is empty");
    }
    named(user);
    boolean right = users.accepts(user, password);
    return Step.verdict(right && mayActAs(user, identity), user);
  }

  /** Nobody is configured to act as somebody else. */
  private boolean mayActAs(String user, String identity) {
    return users.any() || identity.isEmpty() || identity.equals(user);
  }
}
