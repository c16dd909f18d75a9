package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.codes.ReplyCodes;
import dev.fivefifty.codes.ReplyMeaning;
import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a test is run with and what {@code explain} says of it are the same. */
class CodesAgreeTest {
  @Test
  void a_code_is_explained_as_permitted_just_where_it_is_said() {
    for (Map.Entry<Integer, Set<Stage>> permitted : PermittedReplies.all().entrySet()) {
      ReplyMeaning meaning = ReplyCodes.explain(String.valueOf(permitted.getKey()));
      assertThat(meaning.stages()).as(meaning.name()).isEqualTo(permitted.getValue());
    }
    for (int code : ReplyCodes.codes()) {
      assertThat(PermittedReplies.stages(code))
          .as("" + code)
          .isEqualTo(ReplyCodes.explain("" + code).stages());
    }
  }

  @Test
  void what_a_server_would_say_has_codes_that_are_explained_and_do_not_contradict() {
    for (Map.Entry<Integer, Set<Stage>> permitted : PermittedReplies.all().entrySet()) {
      for (Stage stage : permitted.getValue()) {
        Reply reply = TypicalReply.of(permitted.getKey(), stage);
        ReplyMeaning meaning = ReplyCodes.explain(reply);
        assertThat(meaning.known()).as(meaning.name()).isTrue();
        assertThat(meaning.title()).as(meaning.name()).doesNotContain("contradict");
        if (reply.enhanced() != null) {
          assertThat(meaning.stages()).as(meaning.name() + " at " + stage).isNotEmpty();
        }
      }
    }
  }
}
