package dev.fivefifty.smtp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** CRAM-MD5 (RFC 2195): the name, and a digest of the server's challenge keyed by the password. */
final class CramMd5Exchange extends OrderedExchange {
  /** A name may hold spaces. */
  private static final Pattern RESPONSE = Pattern.compile("(?s)(.+) ([0-9a-f]{32})");

  private static final String ALGORITHM = "HmacMD5";

  private final AuthUsers users;
  private final String challenge;

  /**
   * Begins.
   *
   * @param challenge never used before, in the form of a message-id
   */
  CramMd5Exchange(AuthUsers users, String challenge) {
    this.users = users;
    this.challenge = challenge;
  }

  @Override
  Step open(byte @Nullable [] initialResponse) {
    return initialResponse == null
        ? Step.Challenge.of(challenge)
        : new Step.Malformed("5.7.0", "CRAM-MD5 takes no initial response");
  }

  @Override
  Step answer(byte[] response) {
    String text = text(response);
    if (text == null) {
      return NOT_UTF8;
    }
    Matcher matcher = RESPONSE.matcher(text);
    if (!matcher.matches()) {
      return Step.malformed("CRAM-MD5 wants a name, a space and 32 lower-case hexadecimal digits");
    }
    String user = matcher.group(1);
    if (!isName(user)) {
      return BAD_NAME;
    }
    named(user);
    return Step.verdict(accepts(user, matcher.group(2)), user);
  }

  private boolean accepts(String user, String digest) {
    Optional<String> password = users.password(user);
    // An unknown user's takes as long.
    String wanted = digest(password.orElse(""), challenge);
    boolean same =
        MessageDigest.isEqual(
            digest.getBytes(StandardCharsets.US_ASCII), wanted.getBytes(StandardCharsets.US_ASCII));
    return users.any() || password.isPresent() && same;
  }

  private static String digest(String password, String challenge) {
    byte[] key = password.getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      // HMAC fills the key up with zeros, so this is the empty one, which Java refuses.
      mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + ALGORITHM, e);
    }
  }
}
