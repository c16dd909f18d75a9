package dev.fivefifty.smtp;

import static dev.fivefifty.smtp.Sasl.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthLineTest {

  @ParameterizedTest
  @CsvSource({
    // RFC 4648 §10
    "'', ''",
    "f, Zg==",
    "fo, Zm8=",
    "foo, Zm9v",
    "foob, Zm9vYg==",
    "fooba, Zm9vYmE=",
    "foobar, Zm9vYmFy"
  })
  void decodesBase64(String plain, String line) {
    assertBytes(AuthLine.decode(line), bytes(plain));
    if (!line.isEmpty()) {
      assertBytes(AuthLine.decodeInitial(line), bytes(plain));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Z",
        "Zg",
        "Zg=",
        "Zg===",
        "Zm8",
        "Zm9v=",
        "Zm9v====",
        "====",
        "==",
        "Zg==Zg==",
        "=Zg=",
        "Z===",
        "Zh==",
        "Zm9=",
        " Zm9v",
        "Zm9v ",
        "Zm 9v",
        "Zm9v\r\n",
        "Zm9\0",
        "Zm-_",
        "Zm9ü",
        "Zm9\u0139",
        "**",
        "*a",
        "Zm9*"
      })
  void refusesWhatIsNotQuiteBase64(String line) {
    assertThat(AuthLine.decode(line)).isInstanceOf(AuthLine.Malformed.class);
    assertThat(AuthLine.decodeInitial(line)).isInstanceOf(AuthLine.Malformed.class);
  }

  @Test
  void knowsTheTwoPlacesApart() {
    assertThat(AuthLine.decode("*")).isEqualTo(new AuthLine.Cancelled());
    assertThat(AuthLine.decodeInitial("*")).isInstanceOf(AuthLine.Malformed.class);
    assertBytes(AuthLine.decodeInitial("="), new byte[0]);
    assertThat(AuthLine.decode("=")).isInstanceOf(AuthLine.Malformed.class);
    assertBytes(AuthLine.decode(""), new byte[0]);
    assertThat(AuthLine.decodeInitial("")).isInstanceOf(AuthLine.Malformed.class);
  }

  @Test
  void endsAtTheLongestLine() {
    String most = "A".repeat(AuthLine.LONGEST - 4);
    assertBytes(AuthLine.decode(most), new byte[most.length() / 4 * 3]);
    String more = "A".repeat(AuthLine.LONGEST);
    assertThat(AuthLine.decode(more)).isEqualTo(new AuthLine.TooLong());
    assertThat(AuthLine.decodeInitial(more)).isEqualTo(new AuthLine.TooLong());
    assertThat(AuthLine.decode("\0".repeat(10_000_000))).isEqualTo(new AuthLine.TooLong());
  }

  @Test
  void takesAnyTextAndGivesBackAnyBytes() {
    Random random = new Random(4954);
    String frequent = "AZaz09+/==*\r\n\0é";
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(
            random.nextInt(8) == 0
                ? (char) random.nextInt(0x10000)
                : frequent.charAt(random.nextInt(frequent.length())));
      }
      for (AuthLine line :
          List.of(AuthLine.decode(text.toString()), AuthLine.decodeInitial(text.toString()))) {
        if (line instanceof AuthLine.Bytes decoded && decoded.bytes().length > 0) {
          assertThat(Base64.getEncoder().encodeToString(decoded.bytes()))
              .isEqualTo(text.toString());
        }
      }
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      assertBytes(AuthLine.decode(Base64.getEncoder().encodeToString(bytes)), bytes);
    }
  }

  private static void assertBytes(AuthLine line, byte[] bytes) {
    assertThat(line).isInstanceOf(AuthLine.Bytes.class);
    assertThat(((AuthLine.Bytes) line).bytes()).isEqualTo(bytes);
  }
}
