package dev.fivefifty.smtp;

import org.jspecify.annotations.Nullable;

/**
 * LOGIN (draft-murchison-sasl-login): the name and the password, asked for one by one. The prompts
 * are those that servers send, not the draft's, because some clients look at them.
 */
final class LoginExchange extends OrderedExchange {
  private final AuthUsers users;
  private boolean nameCame;

  LoginExchange(AuthUsers users) {
    this.users = users;
  }

  @Override
  Step open(byte @Nullable [] initialResponse) {
    // The draft has none; clients send the name nevertheless, and servers take it.
    return initialResponse == null ? Step.Challenge.of("Username:") : answer(initialResponse);
  }

  @Override
  Step answer(byte[] response) {
    String text = text(response);
    if (text == null) {
      return NOT_UTF8;
    }
    return nameCame ? password(text) : name(text);
  }

  private Step name(String name) {
    if (!isName(name)) {
      return BAD_NAME;
    }
    nameCame = true;
    named(name);
    return Step.Challenge.of("Password:");
  }

  private Step password(String password) {
    String user = user().orElseThrow();
    return Step.verdict(users.accepts(user, password), user);
  }
}
