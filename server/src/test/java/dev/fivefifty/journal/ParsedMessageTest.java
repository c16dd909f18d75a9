package dev.fivefifty.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParsedMessageTest {

  private static ParsedMessage latin1(String content) {
    byte[] bytes = content.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    return ParsedMessage.of(bytes, bytes.length);
  }

  private static ParsedMessage utf8(String content) {
    byte[] bytes = content.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return ParsedMessage.of(bytes, bytes.length);
  }

  @Test
  void decodesEncodedWords() {
    ParsedMessage message =
        latin1(
            """
            Subject: =?utf-8?B?w4RwZmVs?= and =?iso-8859-1?Q?B=EEr?=
             =?iso-8859-1?Q?nen?=
            From: =?utf-8?Q?J=C3=BCrgen?= <j@a.example>

            """);
    assertThat(message.subject()).contains("Äpfel and Bîrnen");
    assertThat(message.header("from")).containsExactly("Jürgen <j@a.example>");
  }

  @Test
  void leavesWhatCannotBeDecoded() {
    assertThat(latin1("Subject: =?x-no-such?B?w4Rw?= x\n\n").subject())
        .contains("=?x-no-such?B?w4Rw?= x");
    assertThat(latin1("Subject: =?utf-8?B? x\n\n").subject()).contains("=?utf-8?B? x");
  }

  @Test
  void unfolds() {
    ParsedMessage message = latin1("Subject: one\n two\n\tthree\nX: y\n\n");
    assertThat(message.subject()).contains("one two\tthree");
    assertThat(message.header("X")).containsExactly("y");
  }

  @Test
  void readsRawUtf8AndElseLatin1() {
    assertThat(utf8("Subject: Grüße 你好\n\n").subject()).contains("Grüße 你好");
    assertThat(latin1("Subject: Grüße\n\n").subject()).contains("Grüße");
  }

  @Test
  void findsAllFieldsOfAName() {
    ParsedMessage message = latin1("Received: a\nreceived : b\nX: c\nRECEIVED:d\n\nReceived: e\n");
    assertThat(message.header("Received")).containsExactly("a", "b", "d");
    assertThat(message.header("Missing")).isEmpty();
  }

  @Test
  void givesTheMessageIdAsWritten() {
    assertThat(latin1("Message-Id:\n <1@a.example>\n\n").messageId()).contains("<1@a.example>");
    assertThat(latin1("Message-ID: \n\n").messageId()).isEmpty();
    assertThat(latin1("Subject: x\n\n").messageId()).isEmpty();
  }

  @Test
  void readsAPlainBody() {
    assertThat(latin1("Subject: x\n\nHello\n\nWorld\n").body()).isEqualTo("Hello\r\n\r\nWorld");
    assertThat(utf8("Subject: x\n\nGrüße\n").body()).isEqualTo("Grüße");
    assertThat(
            latin1("Content-Type: text/plain; charset=ISO-8859-15\n\nGr\u00fc\u00dfe \u00a4\n")
                .body())
        .isEqualTo("Grüße €");
    assertThat(latin1("Content-Type: text/plain; charset=no-such\n\nGr\u00fc\u00dfe\n").body())
        .isEqualTo("Grüße");
  }

  @Test
  void undoesTransferEncodings() {
    assertThat(
            latin1(
                    """
                    Content-Type: text/plain; charset=utf-8
                    Content-Transfer-Encoding: QUOTED-PRINTABLE

                    Gr=C3=BC=
                    =C3=9Fe =XY
                    """)
                .body())
        .startsWith("Grüße ");
    assertThat(latin1("Content-Transfer-Encoding: base64\n\nR3LDvMOfZQ==\nR3LDvMOfZQ==\n").body())
        .isEqualTo("Grüße");
  }

  @Test
  void base64ThatWasCutOffGivesWhatHadCome() {
    String header = "Content-Transfer-Encoding: base64\n\n";
    assertThat(latin1(header + "SGVsbG8gd29ybGQ").body()).isEqualTo("Hello world");
    assertThat(latin1(header + "SGVsbG8gd29ybG").body()).startsWith("Hello worl");
    assertThat(latin1(header + "SGVsbG8gd29yb").body()).startsWith("Hello wor");
    assertThat(latin1(header + "SGVs!bG8\n\n*gd29ybGQ=garbage").body()).isEqualTo("Hello world");
  }

  private static final String MULTIPART =
      """
      Subject: parts
      Content-Type: multipart/mixed; boundary="o u t"

      Preamble
      --o u t
      Content-Type: multipart/alternative; boundary=in

      --in
      Content-Type: text/plain

      Plain text
      --in
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <b>Gr=C3=BC=C3=9Fe</b>
      --in--
      --o u t
      Content-Type: application/pdf; name="=?utf-8?B?w4RwZmVsLnBkZg==?="
      Content-Transfer-Encoding: base64

      JVBERg==
      --o u t
      Content-Type: text/plain
      Content-Disposition: attachment

      attached text
      --o u t
      Content-Type: text/csv
      Content-Disposition: inline; filename*0*=utf-8''gr%C3%BC;
       filename*1="n.csv"

      a;b
      --o u t--
      Epilogue
      """;

  @Test
  void findsTextAndAttachments() {
    ParsedMessage message = latin1(MULTIPART);
    assertThat(message.body()).isEqualTo("Plain text\n<b>Grüße</b>");
    assertThat(message.attachments())
        .extracting(each -> each.name() + "|" + each.type())
        .containsExactly("Äpfel.pdf|application/pdf", "|text/plain", "grün.csv|text/csv");
  }

  @Test
  void aMultipartThatWasCutOffGivesWhatHadCome() {
    String cut = MULTIPART.substring(0, MULTIPART.indexOf("tached text"));
    assertThat(latin1(cut).attachments()).hasSize(2);
    String inText = MULTIPART.substring(0, MULTIPART.indexOf(" text\n"));
    assertThat(latin1(inText).body()).isEqualTo("Plain");
  }

  @Test
  void findsAMissingBoundaryItself() {
    assertThat(latin1("Content-Type: multipart/mixed\n\n--x\n\none\n--x\n\ntwo\n--x--\n").body())
        .isEqualTo("one\ntwo");
    assertThat(latin1("Content-Type: multipart/mixed\n\nnone\n").body()).isEmpty();
  }

  @Test
  void aLineThatOnlyBeginsLikeABoundaryIsText() {
    assertThat(latin1("Content-Type: multipart/mixed; boundary=x\n\n--x\n\n--xy\n--x--\n").body())
        .isEqualTo("--xy");
  }

  @Test
  void readsANameWithBlanksThatIsNotQuoted() {
    assertThat(
            latin1("Content-Type: application/pdf; name=my file.pdf; x=y\n\nabc\n").attachments())
        .extracting(each -> each.name())
        .containsExactly("my file.pdf");
  }

  @Test
  void anAttachedMessageIsAnAttachmentAndSoAreItsOwn() {
    ParsedMessage message =
        latin1(
            """
            Content-Type: multipart/mixed; boundary=o

            --o

            see below
            --o
            Content-Type: message/rfc822

            Subject: inner
            Content-Type: multipart/mixed; boundary=i

            --i

            inner text
            --i
            Content-Type: image/png; name=inner.png

            x
            --i--
            --o--
            """);
    assertThat(message.body()).isEqualTo("see below");
    assertThat(message.attachments())
        .extracting(each -> each.name() + "|" + each.type())
        .containsExactly("|message/rfc822", "inner.png|image/png");
    assertThat(message.subject()).isEmpty();
  }

  @Test
  void partsAndDepthAreBounded() {
    StringBuilder flat = new StringBuilder("Content-Type: multipart/mixed; boundary=x\n\n");
    for (int i = 0; i < 5_000; i++) {
      flat.append("--x\nContent-Disposition: attachment; filename=f\n\nx\n");
    }
    assertThat(latin1(flat.toString()).attachments()).hasSize(MimeParts.MOST_PARTS - 1);

    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b");
      deep.append(i).append('\n');
    }
    assertThat(latin1(deep + "\ndeep").body()).isEmpty();
  }

  @Test
  void manyBoundariesCostLittle() {
    byte[] content =
        ("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n".repeat(2_000_000))
            .getBytes(StandardCharsets.US_ASCII);
    assertThat(ParsedMessage.of(content, content.length).attachments()).isEmpty();
  }

  @Test
  void theTextIsBounded() {
    byte[] content = new byte[20 << 20];
    Arrays.fill(content, (byte) 'x');
    content[0] = '\n';
    assertThat(ParsedMessage.of(content, content.length).body()).hasSize(MimeParts.LONGEST_TEXT);
  }

  @Test
  void knowsOnlyTheHeaderOfContentThatIsStillArriving() {
    byte[] content = "Subject: x\r\nTo: y\r\n\r\nbody".getBytes(StandardCharsets.US_ASCII);
    ParsedMessage message = ParsedMessage.headersOf(content, content.length);
    assertThat(message.subject()).contains("x");
    assertThat(message.body()).isEmpty();
    assertThat(message.attachments()).isEmpty();

    ParsedMessage partial = ParsedMessage.headersOf(content, 14);
    assertThat(partial.subject()).contains("x");
    assertThat(partial.header("To")).isEmpty();
  }

  @Test
  void contentIsOnlyAsLongAsSaid() {
    byte[] content = "Subject: x\r\n\r\nbody and more".getBytes(StandardCharsets.US_ASCII);
    assertThat(ParsedMessage.of(content, 18).body()).isEqualTo("body");
    assertThatThrownBy(() -> ParsedMessage.of(content, content.length + 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void contentWithoutHeaderIsABody() {
    assertThat(latin1("Just text\nand: more\n").body()).isEqualTo("Just text\r\nand: more");
    assertThat(latin1("\nJust text\n").body()).isEqualTo("Just text");
    assertThat(latin1("Just text\n").subject()).isEmpty();
  }

  @Test
  void aMalformedLineAmongTheFieldsIsSkipped() {
    ParsedMessage message =
        latin1("From me Mon Mar 1\nSubject: x\nno field\n: none\nTo: y\n\nbody\n");
    assertThat(message.subject()).contains("x");
    assertThat(message.header("To")).containsExactly("y");
    assertThat(message.body()).isEqualTo("body");
  }

  @Test
  void lineEndsMayBeBareLineFeeds() {
    byte[] content = "Subject: x\n y\n\nbody\n".getBytes(StandardCharsets.US_ASCII);
    ParsedMessage message = ParsedMessage.of(content, content.length);
    assertThat(message.subject()).contains("x y");
    assertThat(message.body()).isEqualTo("body");
  }

  @Test
  void emptyContentHasNothing() {
    ParsedMessage message = ParsedMessage.of(new byte[0], 0);
    assertThat(message.subject()).isEmpty();
    assertThat(message.messageId()).isEmpty();
    assertThat(message.body()).isEmpty();
    assertThat(message.attachments()).isEmpty();
    assertThat(message.header("To")).isEmpty();
  }

  @Test
  void garbageNeverThrows() {
    Random random = new Random(42);
    byte[] good = MULTIPART.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 3_000; round++) {
      byte[] content;
      if (round % 2 == 0) {
        content = new byte[random.nextInt(400)];
        random.nextBytes(content);
      } else {
        content = Arrays.copyOf(good, random.nextInt(good.length));
        for (int i = 0; i < 10 && content.length > 0; i++) {
          content[random.nextInt(content.length)] = (byte) random.nextInt(256);
        }
      }
      assertThatCode(() -> askEverything(ParsedMessage.of(content, content.length)))
          .doesNotThrowAnyException();
    }
  }

  private static void askEverything(ParsedMessage message) {
    message.subject();
    message.messageId();
    message.header("Content-Type");
    message.body();
    message.attachments();
    message.release();
    message.subject();
    message.body();
    message.attachments();
  }

  @Test
  void hostileParametersCostLittle() {
    String hostile = "a".repeat(500_000);
    assertThat(latin1("Content-Type: text/plain; " + hostile + "\n\nx\n").body()).isEqualTo("x");
    String escapes = "\\\"".repeat(250_000);
    assertThatCode(() -> latin1("Content-Type: x/y; name=\"" + escapes + "\n\nx\n").attachments())
        .doesNotThrowAnyException();
  }

  @Test
  void aReleasedViewKeepsItsHeaderOnly() {
    ParsedMessage message =
        latin1(MULTIPART.replace("Subject: parts", "Subject: =?utf-8?Q?=C3=A4?="));
    assertThat(message.body()).isNotEmpty();
    message.release();
    message.release();
    assertThat(message.subject()).contains("ä");
    assertThat(message.header("Content-Type")).hasSize(1);
    assertThat(message.body()).isEmpty();
    assertThat(message.attachments()).isEmpty();
  }

  @Test
  void aReleasedViewKeepsLittleOfAnEndlessHeader() {
    ParsedMessage message = latin1("Subject: x\n" + "X: y\n".repeat(100_000));
    message.release();
    assertThat(message.keptLength()).isEqualTo(ParsedMessage.KEPT);
    assertThat(message.subject()).contains("x");
  }
}
