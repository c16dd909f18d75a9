package dev.fivefifty.smtp;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * XOAUTH2, as Google and Microsoft document it: a name and a bearer token in one message. A failure
 * takes one turn more: the server says why as a challenge, the client answers with an empty line.
 */
final class XOAuth2Exchange extends OrderedExchange {
  private static final Pattern MESSAGE = Pattern.compile("user=([^\1]*)\1auth=Bearer ([^\1]+)\1\1");

  private static final String ERROR =
      "{\"status\":\"401\",\"schemes\":\"Bearer\",\"scope\":\"smtp\"}";

  private final AuthUsers users;
  private Step.@Nullable Failure failure;

  XOAuth2Exchange(AuthUsers users) {
    this.users = users;
  }

  @Override
  Step open(byte @Nullable [] initialResponse) {
    return initialResponse == null ? Step.Challenge.of("") : answer(initialResponse);
  }

  @Override
  Step answer(byte[] response) {
    // The refusal stands, whatever the client says to it.
    return failure != null ? failure : message(response);
  }

  private Step message(byte[] response) {
    String text = text(response);
    if (text == null) {
      return NOT_UTF8;
    }
    Matcher matcher = MESSAGE.matcher(text);
    if (!matcher.matches()) {
      return Step.malformed(
          "XOAUTH2 wants user=NAME ^A auth=Bearer TOKEN ^A ^A, without the spaces");
    }
    String user = matcher.group(1);
    if (!isName(user)) {
      return BAD_NAME;
    }
    named(user);
    if (users.accepts(user, matcher.group(2))) {
      return new Step.Success(user);
    }
    failure = new Step.Failure(user);
    return Step.Challenge.of(ERROR);
  }
}
