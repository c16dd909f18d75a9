package dev.fivefifty.codes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.rule.Reply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the server says beside a code and what the code is explained by must not contradict. */
class UsualTextsTest {
  private static String usual(int code) {
    return String.join(" ", Reply.of(code).withUsualText().lines());
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z]+"))
        .filter(word -> word.length() > 3)
        // Singular and plural, verb and participle.
        .map(word -> word.substring(0, Math.min(word.length(), 6)))
        .collect(Collectors.toSet());
  }

  @Test
  void the_server_has_a_text_of_its_own_for_just_the_registered_codes() {
    for (int code = 200; code < 600; code++) {
      boolean registered =
          ReplyCodes.codes().contains(code) && !ReplyCodes.explain("" + code).stages().isEmpty();
      int unknown = code / 100 * 100 + 99;
      boolean own = !usual(code).equals(usual(unknown));
      // These two are what any success and any temporary failure are called, too.
      assertThat(own || code == 250 || code == 454)
          .as(code + " " + usual(code))
          .isEqualTo(registered);
    }
  }

  @Test
  void they_speak_of_the_same() {
    for (int code : ReplyCodes.codes()) {
      ReplyMeaning meaning = ReplyCodes.explain("" + code);
      Set<String> said = words(usual(code));
      if (!meaning.stages().isEmpty() && !said.isEmpty()) {
        said.retainAll(words(meaning.title() + " " + meaning.meaning() + " " + meaning.causes()));
        assertThat(said).as(code + " " + usual(code) + " / " + meaning.title()).isNotEmpty();
      }
    }
  }
}
