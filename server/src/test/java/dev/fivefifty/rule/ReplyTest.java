package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies (RFC 5321 §4.2, RFC 2034). */
class ReplyTest {

  private static String wire(Reply reply) {
    return new String(reply.toBytes(), StandardCharsets.UTF_8);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        // text, reply, bytes
        Arguments.of(
            "450", new Reply(450, null, List.of()), "450 Mailbox unavailable, try again later\r\n"),
        Arguments.of("250 fine", Reply.of(250, "fine"), "250 fine\r\n"),
        Arguments.of("550 5.1.1 gone", Reply.of(550, "5.1.1", "gone"), "550 5.1.1 gone\r\n"),
        Arguments.of(
            "550 5.1.1", new Reply(550, "5.1.1", List.of()), "550 5.1.1 Mailbox unavailable\r\n"),
        Arguments.of("550 5.1.1 ", Reply.of(550, "5.1.1", ""), "550 5.1.1\r\n"),
        Arguments.of("550 ", Reply.of(550, ""), "550 \r\n"),
        Arguments.of("550  two", Reply.of(550, " two"), "550  two\r\n"),
        Arguments.of("550 5.1.1  two", Reply.of(550, "5.1.1", " two"), "550 5.1.1  two\r\n"),
        Arguments.of("334 ", Reply.of(334, ""), "334 \r\n"),
        Arguments.of(
            "550 5.7.1 Blocked #123",
            Reply.of(550, "5.7.1", "Blocked #123"),
            "550 5.7.1 Blocked #123\r\n"),
        Arguments.of("550 Größe 😀", Reply.of(550, "Größe 😀"), "550 Größe 😀\r\n"),
        Arguments.of("550 4.1.1 odd", Reply.of(550, "4.1.1", "odd"), "550 4.1.1 odd\r\n"),
        Arguments.of("550 5.123.456 x", Reply.of(550, "5.123.456", "x"), "550 5.123.456 x\r\n"),
        // No enhanced codes: another class, four digits, glued to the text.
        Arguments.of("550 9.1.1 x", Reply.of(550, "9.1.1 x"), "550 9.1.1 x\r\n"),
        Arguments.of("550 3.1.1 x", Reply.of(550, "3.1.1 x"), "550 3.1.1 x\r\n"),
        Arguments.of("550 5.1234.1 x", Reply.of(550, "5.1234.1 x"), "550 5.1234.1 x\r\n"),
        Arguments.of("550 5.1.1x", Reply.of(550, "5.1.1x"), "550 5.1.1x\r\n"),
        Arguments.of("200 x", Reply.of(200, "x"), "200 x\r\n"),
        Arguments.of("599 x", Reply.of(599, "x"), "599 x\r\n"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsReadSentAndWritten(String text, Reply reply, String bytes) {
    assertThat(Reply.parse(text)).isEqualTo(reply);
    assertThat(wire(reply)).isEqualTo(bytes);
    assertThat(reply).hasToString(text);
  }

  @Test
  void theDashOfALineThatGoesOnIsReadToo() {
    assertThat(Reply.parse("250-fine")).isEqualTo(Reply.of(250, "fine"));
  }

  @Test
  void onlyTheFirstOfSeveralLinesCarriesTheCodes() {
    Reply reply = Reply.parse(List.of("550 5.7.1 one", "550 5.7.1 two", "", "four"));

    assertThat(reply)
        .isEqualTo(new Reply(550, "5.7.1", List.of("one", "550 5.7.1 two", "", "four")));
    assertThat(wire(reply))
        .isEqualTo("550-5.7.1 one\r\n550-5.7.1 550 5.7.1 two\r\n550-5.7.1\r\n550 5.7.1 four\r\n");
    assertThat(reply).hasToString("550 5.7.1 one\n550 5.7.1 two\n\nfour");
  }

  @Test
  void severalLinesWithoutAnEnhancedCode() {
    Reply reply = Reply.parse(List.of("250 mx", "SIZE 1", "HELP"));

    assertThat(wire(reply)).isEqualTo("250-mx\r\n250-SIZE 1\r\n250 HELP\r\n");
  }

  @Test
  void aCodeAloneBeforeOtherLinesIsAnEmptyLine() {
    assertThat(wire(Reply.parse(List.of("550", "two")))).isEqualTo("550-\r\n550 two\r\n");
    assertThat(wire(Reply.parse(List.of("550 5.1.1", "two"))))
        .isEqualTo("550-5.1.1\r\n550 5.1.1 two\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "OK", "55", "5500", "0450", "550\tx", "550_x", " 550 x", "550x", "٤٥٠ x", "-50 x"
      })
  void whatDoesNotStartWithACodeIsNoReply(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.parse(text))
        .withMessage(
            "'%s' is no reply (expected a code of 200 to 599, such as \"550 5.1.1 Mailbox not"
                + " found\")",
            text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 199, 600, 999})
  void aCodeOutOfRangeIsRefused(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.parse(String.format("%03d x", code)))
        .withMessage(
            "reply code %s is outside 200 to 599 (anything else can be said with raw)", code);
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.of(code, "x"));
  }

  @Test
  void aReplyHasALine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.parse(List.of()))
        .withMessage("a reply needs at least one line");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\n250 OK", "a\nb", "a\r"})
  void aLineHoldsNoLineEnd(String line) {
    String shown = line.replace("\r", "\\r").replace("\n", "\\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.of(550, line))
        .withMessage("a reply line holds CR or LF (give several lines as a list): " + shown);
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.parse("550 " + line));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.parse(List.of("550 fine", line)));
    assertThatIllegalArgumentException().isThrownBy(() -> Reply.parse("550 5.1.1 " + line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5.1",
        "5.1.1.1",
        "3.1.1",
        "5.1.1 ",
        "5.1.1 x",
        "5.1.1 \r\n250",
        "5.1.1\n",
        "5.1.1111"
      })
  void anEnhancedCodeIsOne(String enhanced) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reply.of(550, enhanced, "x"))
        .withMessage(
            "'%s' is no enhanced status code (expected such as 5.1.1, RFC 3463)", enhanced);
  }

  /** Or what is written down would not be equal to what is read. */
  @Test
  void anEnhancedCodeInTheTextIsTheReplysEnhancedCode() {
    assertThat(Reply.of(550, "5.1.1 gone")).isEqualTo(Reply.of(550, "5.1.1", "gone"));
    assertThat(Reply.of(550, "5.1.1")).isEqualTo(Reply.parse("550 5.1.1"));
    assertThat(new Reply(550, null, List.of("5.1.1 one", "two")))
        .isEqualTo(Reply.parse(List.of("550 5.1.1 one", "two")));
    assertThat(new Reply(550, null, List.of("5.1.1", "two")))
        .isEqualTo(Reply.parse(List.of("550 5.1.1", "two")));
    assertThat(new Reply(550, "5.0.0", List.of("5.1.1 one")))
        .isEqualTo(Reply.parse("550 5.0.0 5.1.1 one"));
  }

  @Test
  void itsLinesDoNotChange() {
    List<String> lines = new ArrayList<>(List.of("one"));
    Reply reply = new Reply(250, null, lines);
    lines.add("two");

    assertThat(reply.lines()).containsExactly("one");
  }

  @Test
  void theFirstDigitTells() {
    for (int code = 200; code < 600; code++) {
      Reply reply = Reply.of(code);
      assertThat(
              List.of(
                  reply.isPositive(),
                  reply.isIntermediate(),
                  reply.isTemporary(),
                  reply.isPermanent()))
          .isEqualTo(List.of(code < 300, code / 100 == 3, code / 100 == 4, code >= 500));
    }
  }

  @Test
  void everyCodeAloneHasATextOfOneLine() {
    for (int code = 200; code < 600; code++) {
      assertThat(wire(Reply.of(code))).matches(code + " [^\r\n]*\r\n");
      if (code != 334) {
        assertThat(Reply.of(code).withUsualText().lines().get(0)).isNotEmpty();
      }
    }
    assertThat(wire(Reply.of(354))).isEqualTo("354 Start mail input; end with <CRLF>.<CRLF>\r\n");
    assertThat(Reply.of(550, "mine").withUsualText()).isEqualTo(Reply.of(550, "mine"));
  }
}
