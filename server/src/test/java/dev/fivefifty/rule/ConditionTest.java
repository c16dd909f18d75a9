package dev.fivefifty.rule;

import static dev.fivefifty.rule.Stage.CONTENT;
import static dev.fivefifty.rule.Stage.DATA;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.MESSAGE;
import static dev.fivefifty.rule.Stage.QUIT;
import static dev.fivefifty.rule.Stage.RCPT;
import static dev.fivefifty.rule.TextPattern.contains;
import static dev.fivefifty.rule.TextPattern.equalTo;
import static dev.fivefifty.rule.TextPattern.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each key under {@code when}. */
class ConditionTest {

  private static Occasion.Builder full(Stage stage) {
    return Occasion.at(stage)
        .client(Some.address("10.1.2.3"))
        .listener("submission")
        .helo("Client.Example")
        .tls(true)
        .clientCertificate("CN=alice,O=Example")
        .user("alice")
        .sender("me@here.example")
        .recipients(List.of("bob@one.example", "eve@two.example"))
        .connections(3)
        .size(2048)
        .parameters(Map.of("body", "8BITMIME", "SMTPUTF8", ""))
        .line("MAIL FROM:<me@here.example>")
        .message(
            Some.message()
                .subject("Your invoice")
                .body("Dear Bob,\nplease pay.")
                .fields(Map.of("X-Tag", List.of("one", "two")))
                .attachments(
                    new Attachment("doc.pdf", "application/pdf", List.of()),
                    new Attachment("all.zip", "application/zip", List.of("virus.exe"))));
  }

  static Stream<Arguments> conditions() {
    Rule mail = Rule.at(MAIL);
    Rule rcpt = Rule.at(RCPT);
    Rule message = Rule.at(MESSAGE);
    return Stream.of(
        Arguments.of(mail, true),
        Arguments.of(mail.client("10.0.0.0/8"), true),
        Arguments.of(mail.client("11.0.0.0/8"), false),
        Arguments.of(mail.listener("sub*"), true),
        Arguments.of(mail.listener("smtp"), false),
        Arguments.of(mail.helo("client.example"), true),
        Arguments.of(mail.helo(not("client.example")), false),
        Arguments.of(mail.tls(true), true),
        Arguments.of(mail.tls(false), false),
        Arguments.of(mail.clientCertificate("*o=example"), true),
        Arguments.of(mail.clientCertificate("alice"), false),
        Arguments.of(mail.user("alice"), true),
        Arguments.of(mail.user("bob"), false),
        Arguments.of(mail.from("me@*"), true),
        Arguments.of(mail.from(""), false),
        Arguments.of(mail.connections(">2"), true),
        Arguments.of(mail.connections(">3"), false),
        Arguments.of(mail.size(">=2KB"), true),
        Arguments.of(mail.size(">2KB"), false),
        Arguments.of(mail.parameter("BODY", "8bitmime"), true),
        Arguments.of(mail.parameter("body", "7BIT"), false),
        Arguments.of(mail.parameter("smtputf8", "*"), true),
        Arguments.of(mail.parameter("smtputf8", ""), true),
        Arguments.of(mail.parameter("SIZE", "*"), false),
        Arguments.of(mail.parameter("SIZE", not("*")), true),
        Arguments.of(mail.line("mail from:*"), true),
        Arguments.of(mail.line(equalTo("MAIL")), false),
        Arguments.of(mail.when(o -> o.connections() == 3), true),
        Arguments.of(mail.when(o -> o.connections() == 4), false),
        // All must hold.
        Arguments.of(mail.user("alice").from("me@*").tls(true), true),
        Arguments.of(mail.user("alice").from("you@*").tls(true), false),
        // At RCPT this recipient only, and counted.
        Arguments.of(rcpt.to("now@*"), true),
        Arguments.of(rcpt.to("bob@*"), false),
        Arguments.of(rcpt.to(not("bob@*")), true),
        Arguments.of(rcpt.recipients("3"), true),
        // Later any accepted one.
        Arguments.of(message.to("bob@*"), true),
        Arguments.of(message.to("eve@*"), true),
        Arguments.of(message.to("now@*"), false),
        Arguments.of(message.to(not("eve@*")), false),
        Arguments.of(message.to("bob@*").to("eve@*"), true),
        Arguments.of(message.recipients("2"), true),
        Arguments.of(message.recipients(">2"), false),
        Arguments.of(message.subject(contains("INVOICE")), true),
        Arguments.of(message.subject("invoice"), false),
        Arguments.of(message.header("X-Tag", "two"), true),
        Arguments.of(message.header("X-Tag", "three"), false),
        Arguments.of(message.header("X-Other", "*"), false),
        Arguments.of(message.header("X-Other", not("*")), true),
        Arguments.of(message.header("X-Tag", not("one")), false),
        Arguments.of(message.body("dear*PAY."), true),
        Arguments.of(message.body("please*"), false),
        Arguments.of(message.attachment(AttachmentPattern.named("*.PDF")), true),
        Arguments.of(message.attachment(AttachmentPattern.named("*.exe")), false),
        Arguments.of(message.attachment(AttachmentPattern.named("*.exe").inArchivesToo()), true),
        Arguments.of(message.attachment(AttachmentPattern.ofType("application/*")), true),
        Arguments.of(message.attachment(AttachmentPattern.ofType("image/*")), false),
        // Name and type of one and the same.
        Arguments.of(
            message.attachment(
                new AttachmentPattern(
                    TextPattern.glob("doc.*"), TextPattern.glob("application/zip"), false)),
            false));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void aConditionHoldsOrNot(Rule rule, boolean holds) {
    Occasion occasion = full(rule.stage()).recipient("now@three.example").build();

    assertThat(rule.matches(occasion)).isEqualTo(holds);
    assertThat(rule.matches(full(QUIT).build())).as("at another stage").isFalse();
  }

  /** Nothing known: only what is negated holds. */
  @Test
  void whatIsNotKnownFitsNothing() {
    Occasion mail = Some.at(MAIL);
    Occasion message = Some.at(MESSAGE);

    assertThat(Rule.at(MAIL).user("*").matches(mail)).isFalse();
    assertThat(Rule.at(MAIL).user(not("*")).matches(mail)).isTrue();
    assertThat(Rule.at(MAIL).helo("*").matches(mail)).isFalse();
    assertThat(Rule.at(MAIL).clientCertificate(not("x")).matches(mail)).isTrue();
    assertThat(Rule.at(MAIL).size("<10").matches(mail)).isFalse();
    assertThat(Rule.at(MAIL).size(">=0").matches(mail)).isFalse();
    assertThat(Rule.at(MESSAGE).subject("*").matches(message)).isFalse();
    assertThat(Rule.at(MESSAGE).to("*").matches(message)).isFalse();
    assertThat(Rule.at(MESSAGE).body("*").matches(message)).isFalse();
    assertThat(Rule.at(MESSAGE).attachment(AttachmentPattern.named("*")).matches(message))
        .isFalse();
    assertThat(Rule.at(DATA).recipients("0").matches(Some.at(DATA))).isTrue();
  }

  @Test
  void theNullReversePathIsAnEmptyText() {
    Occasion bounce = Occasion.at(MAIL).sender("").build();

    assertThat(Rule.at(MAIL).from("").matches(bounce)).isTrue();
    assertThat(Rule.at(MAIL).from("*").matches(bounce)).isTrue();
    assertThat(Rule.at(MAIL).from("?*").matches(bounce)).isFalse();
    assertThat(Rule.at(MAIL).from("*").matches(Some.at(MAIL))).isFalse();
  }

  @Test
  void anAttachmentIsMatchedByNameOrType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AttachmentPattern(null, null, true))
        .withMessage("an attachment is matched by name or type; give at least one");
    assertThat(
            new AttachmentPattern(TextPattern.glob("a"), TextPattern.glob("b/c"), true).toString())
        .isEqualTo("{name \"a\", type \"b/c\", in archives too}");
  }

  @Test
  void anOccasionKnowsWhatItWasTold() {
    Occasion rcpt = full(RCPT).recipient("now@x").session(9).now(Some.START).build();

    assertThat(rcpt.recipient()).isEqualTo("now@x");
    assertThat(rcpt.recipients()).containsExactly("bob@one.example", "eve@two.example");
    assertThat(full(CONTENT).build().recipient()).isEqualTo("bob@one.example");
    assertThat(Some.at(CONTENT).recipient()).isEmpty();
    assertThat(Some.at(CONTENT).size()).isEmpty();
    assertThat(rcpt.size()).hasValue(2048);
    assertThat(rcpt.parameters()).containsEntry("Body", "8BITMIME");
    assertThat(rcpt).hasToString("rcpt in session 9 of 10.1.2.3: MAIL FROM:<me@here.example>");
  }
}
