package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Exchange;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A plain socket reads each code at each stage where an RFC permits it, and also elsewhere. */
@FiveFiftyTest(starttls = StartTls.OFFERED, users = "alice:secret")
class ReplyMatrixTest {
  private static final Set<Stage> WITHOUT_ENHANCED =
      EnumSet.of(Stage.CONNECT, Stage.HELO, Stage.EHLO);

  @ReplyTest(sets = ReplySet.ALL, silence = MatrixClient.SILENCE)
  void is_said_where_it_is_permitted(FiveFifty smtp, Reply reply, Stage stage) throws IOException {
    isSaid(smtp, reply, stage);
  }

  @ReplyTest(
      at = {Stage.CONNECT, Stage.EHLO, Stage.RCPT, Stage.CONTENT, Stage.MESSAGE, Stage.IDLE},
      codes = {211, 299, 354, 450, 571, 599},
      silence = MatrixClient.SILENCE)
  void is_said_where_it_is_not(FiveFifty smtp, Reply reply, Stage stage) throws IOException {
    isSaid(smtp, reply, stage);
  }

  @ReplyTest(
      at = Stage.RCPT,
      replies = {
        "450 4.2.1 The user you are trying to contact is receiving mail too quickly.",
        "554 delivery error: dd This user doesn't have an account",
        "550 5.7.1 One\ntwo"
      })
  void a_providers_text_is_said_as_it_is(FiveFifty smtp, Reply reply, Stage stage)
      throws IOException {
    isSaid(smtp, reply, stage);
  }

  private static void isSaid(FiveFifty smtp, Reply reply, Stage stage) throws IOException {
    try (MatrixClient client = MatrixClient.connect(smtp)) {
      assertThat(client.reach(stage, smtp).reply())
          .isEqualTo(new String(reply.toBytes(), StandardCharsets.ISO_8859_1));
      String rule = smtp.rules().keySet().iterator().next();
      assertThat(smtp.journal().exchanges())
          .filteredOn(exchange -> exchange.stage() == stage && exchange.deliberate())
          .first()
          .extracting(Exchange::rule, Exchange::reply)
          .containsExactly(java.util.Optional.of(rule), java.util.Optional.of(reply));
    }
  }

  @Test
  void every_code_has_an_enhanced_code_where_it_may() {
    PermittedReplies.all()
        .forEach(
            (code, stages) -> {
              for (Stage stage : stages) {
                Reply reply = TypicalReply.of(code, stage);
                assertThat(reply.code()).isEqualTo(code);
                assertThat(reply.lines()).hasSize(1);
                if (WITHOUT_ENHANCED.contains(stage) || code / 100 == 3) {
                  assertThat(reply.enhanced()).as(code + " at " + stage).isNull();
                } else {
                  assertThat(reply.enhanced())
                      .as(code + " at " + stage)
                      .startsWith(code / 100 + ".");
                }
                // A text of its own, and not the one for any code.
                assertThat(reply.lines().get(0).isEmpty()).isEqualTo(code == 334);
              }
            });
  }

  @Test
  void the_sets() {
    assertThat(ReplySet.COMMON.codes())
        .containsExactly(211, 220, 250, 421, 450, 451, 452, 550, 551, 552, 553, 554);
    assertThat(ReplySet.ALL_TEMPORARY.codes()).containsExactly(421, 432, 450, 451, 452, 454, 455);
    assertThat(ReplySet.ALL_PERMANENT.codes())
        .containsExactly(
            500, 501, 502, 503, 504, 521, 523, 524, 525, 530, 533, 534, 535, 538, 550, 551, 552,
            553, 554, 555, 556);
    Set<Integer> all = new TreeSet<>(List.of(211, 214, 220, 221, 235, 250, 251, 252, 334, 354));
    all.addAll(ReplySet.ALL_TEMPORARY.codes());
    all.addAll(ReplySet.ALL_PERMANENT.codes());
    assertThat(ReplySet.ALL.codes()).containsExactlyElementsOf(all);
  }

  /** RFC 5321 §4.3.2, line by line. */
  @Test
  void what_rfc_5321_permits() {
    assertPermitted(Stage.CONNECT, 220, 421, 521, 554);
    assertPermitted(Stage.EHLO, 250, 421, 500, 501, 502, 504, 550);
    assertPermitted(Stage.HELO, 250, 421, 500, 501, 502, 504, 530, 550);
    assertPermitted(Stage.MAIL, 250, 421, 451, 452, 455, 500, 501, 503, 530, 550, 552, 553, 555);
    assertPermitted(
        Stage.RCPT,
        250,
        251,
        421,
        450,
        451,
        452,
        455,
        500,
        501,
        503,
        530,
        550,
        551,
        552,
        553,
        555,
        556);
    assertPermitted(Stage.DATA, 354, 421, 500, 501, 503, 530, 554);
    assertPermitted(Stage.MESSAGE, 250, 421, 450, 451, 452, 550, 552, 554);
    assertPermitted(Stage.RSET, 250, 421, 500, 501, 530);
    assertPermitted(Stage.VRFY, 250, 251, 252, 421, 500, 501, 502, 504, 530, 550, 551, 553);
    assertPermitted(Stage.EXPN, 250, 252, 421, 500, 501, 502, 504, 530, 550);
    assertPermitted(Stage.HELP, 211, 214, 421, 500, 501, 502, 504, 530);
    assertPermitted(Stage.NOOP, 250, 421, 500, 501);
    assertPermitted(Stage.QUIT, 221, 421, 500, 501);
    assertPermitted(Stage.STARTTLS, 220, 421, 454, 500, 501);
    assertPermitted(
        Stage.AUTH, 235, 421, 432, 454, 500, 501, 503, 504, 523, 524, 525, 530, 533, 534, 535, 538);
    assertPermitted(Stage.CHALLENGE, 334, 421);
    assertPermitted(Stage.BDAT, 250, 421, 500, 501, 503, 530);
    assertPermitted(Stage.IDLE, 421);
    assertPermitted(Stage.UNKNOWN, 421, 500, 501, 502, 530);
    assertPermitted(Stage.HANDSHAKE);
    assertPermitted(Stage.CONTENT);
  }

  private static void assertPermitted(Stage stage, Integer... codes) {
    assertThat(
            PermittedReplies.all().entrySet().stream()
                .filter(entry -> entry.getValue().contains(stage))
                .map(java.util.Map.Entry::getKey))
        .as(stage.name())
        .containsExactly(codes);
  }
}
