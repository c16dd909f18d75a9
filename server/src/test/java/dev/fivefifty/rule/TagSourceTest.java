package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagSourceTest {
  private static final TagSource DOMAIN = TagSource.domain("Tests.Example");

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "bob+t42@example.com, t42",
        "bob+T-4_2.x@example.com, t-4_2.x",
        "\"bob+t42\"@example.com, t42",
        "\"b@b+t\\42\"@example.com, t42",
        "bob+t42, t42",
        "+t42@example.com, t42",
        "bob@example.com, -",
        "bob+@example.com, -",
        "bob+a+b@example.com, -",
        "bounces+bob=example.com@lists.example, -",
        "bob+t 42@example.com, -",
        "bob+tü@example.com, -",
        "bob@example.com+t42, -",
        "``, -",
        "@, -",
        "+, -",
        "\", -",
      })
  void what_follows_the_plus(String address, String tag) {
    assertThat(TagSource.subaddress().inAddress(address)).isEqualTo(tag);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "bob@t42.tests.example, t42",
        "bob@T42.TESTS.example, t42",
        "bob@a.t42.tests.example, a.t42",
        "bob@tests.example, -",
        "bob@.tests.example, -",
        "bob@t42tests.example, -",
        "bob@t42.tests.example.com, -",
        "bob@[127.0.0.1], -",
        "t42.tests.example, -",
      })
  void what_stands_before_a_domain(String address, String tag) {
    assertThat(DOMAIN.inAddress(address)).isEqualTo(tag);
  }

  @Test
  void a_text_longer_than_any_name_is_no_tag() {
    assertThat(TagSource.subaddress().inAddress("b+" + "x".repeat(255) + "@a.example"))
        .isEqualTo("x".repeat(255));
    assertThat(TagSource.subaddress().inAddress("b+" + "x".repeat(256) + "@a.example")).isNull();
  }

  @Test
  void client_helo_and_user() throws UnknownHostException {
    InetAddress v6 = InetAddress.getByName("2001:db8::1");
    assertThat(TagSource.clientAddress().inSession(v6, null, null))
        .isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(Tags.canonical("2001:DB8::1")).isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(TagSource.helo().inSession(v6, "T42.local", "u")).isEqualTo("t42.local");
    assertThat(TagSource.helo().inSession(v6, "[127.0.0.1]", "u")).isNull();
    assertThat(TagSource.helo().inSession(v6, null, "u")).isNull();
    assertThat(TagSource.user().inSession(v6, "t42", "Alice")).isEqualTo("alice");
    assertThat(TagSource.user().inSession(v6, "t42", "alice@example.com")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"client", "helo", "user", "subaddress", "domain:tests.example"})
  void words(String word) {
    assertThat(TagSource.of(word).word()).isEqualTo(word);
    assertThat(TagSource.of(word)).isEqualTo(TagSource.of(word.toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subadress|'subadress' is no source of tags (expected one of client, helo, user,"
            + " subaddress, domain:SUFFIX; did you mean subaddress?)",
        "domain:|'' is no domain for tags (expected such as tests.example)",
        "domain:.example|'.example' is no domain for tags (expected such as tests.example)",
        "domain:a b|'a b' is no domain for tags (expected such as tests.example)",
      })
  void no_words(String word, String message) {
    assertThatThrownBy(() -> TagSource.of(word))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "a+b", "ü", "a@b", "::1/64", ":", "a:b"})
  void no_tags(String tag) {
    assertThatThrownBy(() -> Tags.canonical(tag))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no tag (expected ASCII letters");
  }

  private final Tags tags = Tags.from(List.of(TagSource.subaddress(), DOMAIN, TagSource.helo()));
  private Tags.Carried carried = Tags.Carried.NOTHING;

  private String next(Occasion.Builder builder) {
    Occasion occasion = builder.tags(tags, carried).build();
    carried = tags.after(carried, occasion);
    return occasion.tag().orElse("none");
  }

  @Test
  void the_first_accepted_recipient_then_the_one_at_hand_then_the_sender() {
    assertThat(next(Occasion.at(Stage.MAIL).sender("a+s@b.example"))).isEqualTo("s");
    assertThat(next(Occasion.at(Stage.RCPT).sender("a+s@b.example").recipient("c@d.example")))
        .isEqualTo("s");
    assertThat(next(Occasion.at(Stage.RCPT).sender("a+s@b.example").recipient("c+r@d.example")))
        .isEqualTo("r");
    Occasion.Builder later =
        Occasion.at(Stage.RCPT)
            .sender("a+s@b.example")
            .recipients(List.of("x@d.example", "c+r@d.example", "y+z@d.example"))
            .recipient("c+q@d.example");
    assertThat(next(later)).isEqualTo("r");
  }

  @Test
  void mail_starts_anew_and_nothing_else_does() {
    assertThat(next(Occasion.at(Stage.MAIL).helo("[1.2.3.4]").sender("a+s@b.example")))
        .isEqualTo("s");
    assertThat(next(Occasion.at(Stage.RSET).helo("[1.2.3.4]"))).isEqualTo("s");
    assertThat(next(Occasion.at(Stage.MAIL).helo("[1.2.3.4]").sender("a@b.example")))
        .isEqualTo("none");
    assertThat(next(Occasion.at(Stage.QUIT).helo("[1.2.3.4]"))).isEqualTo("none");
  }

  @Test
  void an_earlier_source_keeps_its_word_between_transactions() {
    assertThat(next(Occasion.at(Stage.CONNECT))).isEqualTo("none");
    assertThat(next(Occasion.at(Stage.EHLO).helo("h"))).isEqualTo("h");
    assertThat(next(Occasion.at(Stage.MAIL).helo("h").sender("a+s@b.example"))).isEqualTo("s");
    assertThat(next(Occasion.at(Stage.NOOP).helo("h"))).isEqualTo("s");
    assertThat(next(Occasion.at(Stage.MAIL).helo("h").sender("a@b.example"))).isEqualTo("h");
    assertThat(next(Occasion.at(Stage.QUIT).helo("h"))).isEqualTo("h");
  }

  @Test
  void what_starttls_makes_forget_is_still_carried() {
    assertThat(next(Occasion.at(Stage.EHLO).helo("h"))).isEqualTo("h");
    assertThat(next(Occasion.at(Stage.NOOP))).isEqualTo("h");
  }

  @Test
  void without_sources_there_is_no_tag() {
    assertThat(
            Occasion.at(Stage.MAIL)
                .sender("a+s@b.example")
                .tags(Tags.NONE, new Tags.Carried("x", "x"))
                .build()
                .tag())
        .isEmpty();
  }
}
