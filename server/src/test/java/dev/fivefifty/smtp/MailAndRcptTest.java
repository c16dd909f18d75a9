package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses by RFC 5321 §4.1.2 and 6531, and the parameters of MAIL and RCPT. */
class MailAndRcptTest {
  private static final String LONGEST_LOCAL_PART = "l".repeat(64);
  private static final String LABEL = "d".repeat(63);

  static List<Arguments> goodPaths() {
    List<Arguments> rows = new ArrayList<>();
    String[] same = {
      "a@b",
      "a@b.example",
      "first.last@sub.domain.example",
      "!#$%&'*+-/=?^_`{|}~@example.com",
      "\"quoted\"@example.com",
      "\"two words\"@example.com",
      "\"\"@example.com",
      "\"a@b\"@example.com",
      "\"<>\"@example.com",
      "\"back\\\\slash \\\"quote\\\"\"@example.com",
      "\"dots..dots.\"@example.com",
      "a@[127.0.0.1]",
      "a@[255.255.255.255]",
      "a@[IPv6:::1]",
      "a@[ipv6:2001:db8::1]",
      "a@[IPv6:2001:db8:0:0:0:0:0:1]",
      "a@[IPv6:::ffff:192.0.2.1]",
      "a@[x-tag:some!thing]",
      "a@1.2.3.example",
      "a@xn--bcher-kva.example",
      "Postmaster@example.com",
      LONGEST_LOCAL_PART + "@example.com",
      "a@" + LABEL + "." + LABEL + "." + LABEL + "." + "d".repeat(60),
    };
    for (String mailbox : same) {
      rows.add(Arguments.of("<" + mailbox + ">", mailbox));
    }
    rows.add(Arguments.of("<@relay.example:a@b.example>", "a@b.example"));
    rows.add(Arguments.of("<@one.example,@two.example:a@b.example>", "a@b.example"));
    return rows;
  }

  @ParameterizedTest
  @MethodSource("goodPaths")
  void takes_every_good_address(String path, String mailbox) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      assertThat(client.ask("MAIL FROM:" + path)).isEqualTo("250 2.1.0 Sender OK\r\n");
      assertThat(client.ask("RCPT TO:" + path)).isEqualTo("250 2.1.5 Recipient OK\r\n");
      assertThat(client.data("Hi")).startsWith("250 ");
      ReceivedMessage message = wired.message();
      assertThat(message.sender()).isEqualTo(mailbox);
      assertThat(message.recipientAddresses()).containsExactly(mailbox);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<postmaster>", "<Postmaster>", "<POSTMASTER>"})
  void takes_postmaster_without_a_domain(String path) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<>");
      assertThat(client.ask("RCPT TO:" + path)).startsWith("250 ");
    }
  }

  static List<String> badPaths() {
    return List.of(
        "",
        "a@example.com",
        "<a@example.com",
        "a@example.com>",
        "<<a@example.com>>",
        " <a@example.com>",
        "<a>",
        "<@>",
        "<a@>",
        "<@example.com>",
        "<a@@example.com>",
        "<a@b@example.com>",
        "<.a@example.com>",
        "<a.@example.com>",
        "<a..b@example.com>",
        "<a b@example.com>",
        "<a,b@example.com>",
        "<a:b@example.com>",
        "<a(comment)@example.com>",
        "<\"a@example.com>",
        "<\"a\"b@example.com>",
        "<\"a\\\"@example.com>",
        "<a@.example.com>",
        "<a@example..com>",
        "<a@example.com.>",
        "<a@-example.com>",
        "<a@example-.com>",
        "<a@exa_mple.com>",
        "<a@exa mple.com>",
        "<a@[127.0.0.1>",
        "<a@[127.0.0]>",
        "<a@[127.0.0.256]>",
        "<a@[IPv6:1]>",
        "<a@[IPv6:g::1]>",
        "<a@[IPv6:.:1]>",
        "<a@[IPv6:1:2:3:4:5:6:7:8:9]>",
        "<a@[]>",
        "<a@[tag]>",
        "<@relay.example>",
        "<@relay.example:>",
        "<@relay.example,a@example.com>",
        "<" + LONGEST_LOCAL_PART + "l@example.com>",
        "<a@" + LABEL + "d.example>",
        "<a@" + ("d".repeat(50) + ".").repeat(5) + "example>",
        "<a@example.com>x");
  }

  @ParameterizedTest
  @MethodSource("badPaths")
  void refuses_every_bad_address(String path) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      assertThat(client.ask("MAIL FROM:" + path)).startsWith("501 5.");
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:" + path)).startsWith("501 5.");
      assertThat(client.ask("RCPT TO:<b@example.com>")).startsWith("250 ");
    }
  }

  @Test
  void the_null_path_is_a_sender_and_no_recipient() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.accepted("MAIL FROM:<>");
      assertThat(client.ask("RCPT TO:<>")).startsWith("501 5.1.3 ");
      client.accepted("RCPT TO:<b@example.com>");
      assertThat(client.data("Hi")).startsWith("250 ");
      assertThat(wired.message().sender()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MAIL",
        "MAIL ",
        "MAIL FROM",
        "MAIL FROM:",
        "MAIL TO:<a@b.example>",
        "MAIL <a@b.example>",
        "MAIL FROM <a@b.example>",
        "MAIL  FROM:<a@b.example>",
        "MAIL FROM: <a@b.example>"
      })
  void refuses_mail_that_is_written_otherwise(String line) {
    try (Wired wired = Wired.start()) {
      assertThat(wired.introduced().ask(line)).startsWith("501 5.5.4 ");
    }
  }

  @Test
  void addresses_in_utf8_need_smtputf8() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      assertThat(client.ask("MAIL FROM:<jürgen@bücher.example>")).startsWith("553 5.6.7 ");
      client.accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<δοκιμή@example.com>")).startsWith("553 5.6.7 ");
      client.accepted("RSET", "MAIL FROM:<jürgen@bücher.example> SMTPUTF8");
      client.accepted("RCPT TO:<δοκιμή@παράδειγμα.example>", "RCPT TO:<\"two 字\"@example.com>");
      assertThat(client.data("Hi")).startsWith("250 ");
      ReceivedMessage message = wired.message();
      assertThat(message.sender()).isEqualTo("jürgen@bücher.example");
      assertThat(message.recipientAddresses())
          .containsExactly("δοκιμή@παράδειγμα.example", "\"two 字\"@example.com");
      assertThat(message.parameters()).containsEntry("SMTPUTF8", "");
    }
  }

  @Test
  void length_is_counted_in_bytes() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.accepted("MAIL FROM:<" + "ü".repeat(32) + "@example.com> SMTPUTF8", "RSET");
      assertThat(client.ask("MAIL FROM:<" + "ü".repeat(33) + "@example.com> SMTPUTF8"))
          .startsWith("501 5.1.7 ");
      String domain = ("ü".repeat(30) + ".").repeat(4) + "xx";
      assertThat(client.ask("MAIL FROM:<" + "ü".repeat(30) + "@" + domain + "> SMTPUTF8"))
          .startsWith("501 5.1.7 ");
    }
  }

  @Test
  void an_address_that_is_no_utf8_is_refused() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.raw("MAIL FROM:<j\u00fcrgen@example.com> SMTPUTF8\r\n");
      assertThat(client.reply()).startsWith("501 5.1.7 ");
      client.accepted("MAIL FROM:<a@example.com> SMTPUTF8");
      client.raw("RCPT TO:<j\u00fcrgen@example.com>\r\n");
      assertThat(client.reply()).startsWith("501 5.1.3 ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SIZE=0 | 250",
        "SIZE=26214400 | 250",
        "SIZE=26214401 | 552",
        "SIZE=9223372036854775808 | 552",
        "SIZE=99999999999999999999 | 552",
        "SIZE=99999999999999999999999 | 501",
        "SIZE=-1 | 501",
        "SIZE= | 501",
        "SIZE | 501",
        "SIZE=1k | 501",
        "BODY=7BIT | 250",
        "BODY=8BITMIME | 250",
        "BODY=BINARYMIME | 501",
        "BODY | 501",
        "SMTPUTF8 | 250",
        "SMTPUTF8=1 | 501",
        "RET=FULL | 250",
        "RET=hdrs | 250",
        "RET=SOME | 501",
        "ENVID=QQ314159 | 250",
        "ENVID=a+2Bb | 250",
        "ENVID=a+b | 501",
        "ENVID=a+0D+0Ab | 501",
        "ENVID | 501",
        "SIZE=1 SIZE=1 | 501",
        "SIZE=1 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=x | 250",
        "NOTIFY=NEVER | 555",
        "FUTURERELEASE=1 | 555",
        "=1 | 501",
        "-X | 501",
        "X=a=b | 501",
      })
  void takes_good_parameters_of_mail_only(String parameters, String code) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      assertThat(client.ask("MAIL FROM:<a@example.com> " + parameters)).startsWith(code);
      assertThat(client.ask("RCPT TO:<b@example.com>"))
          .startsWith(code.equals("250") ? "250" : "503");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTIFY=NEVER | 250",
        "NOTIFY=SUCCESS,FAILURE,DELAY | 250",
        "NOTIFY=success | 250",
        "NOTIFY=NEVER,DELAY | 501",
        "NOTIFY=DELAY,DELAY | 501",
        "NOTIFY=SOMETIMES | 501",
        "NOTIFY=SUCCESS, | 501",
        "NOTIFY | 501",
        "ORCPT=rfc822;bob+40example.com | 250",
        "ORCPT=bob | 501",
        "ORCPT=;bob | 501",
        "ORCPT=rfc822;a+z | 501",
        "ORCPT=rfc822;a+7Fb | 501",
        "ORCPT=utf-8;b\\x{F6}b | 250",
        "SIZE=1 | 555",
        "RRVS=x | 555",
      })
  void takes_good_parameters_of_rcpt_only(String parameters, String code) {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced().accepted("MAIL FROM:<a@example.com>");
      assertThat(client.ask("RCPT TO:<b@example.com> " + parameters)).startsWith(code);
      assertThat(client.ask("DATA")).startsWith(code.equals("250") ? "354" : "554");
    }
  }

  @Test
  void parameters_are_in_the_journals_message() {
    try (Wired wired = Wired.start()) {
      WireClient client = wired.introduced();
      client.accepted(
          "MAIL FROM:<a@example.com> RET=HDRS ENVID=QQ314159 size=12",
          "RCPT TO:<b@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob@example.com",
          "RCPT TO:<c@example.com>");
      assertThat(client.data("Hi")).startsWith("250 ");
      ReceivedMessage message = wired.message();
      assertThat(message.parameters())
          .containsOnlyKeys("RET", "ENVID", "SIZE")
          .containsEntry("ENVID", "QQ314159");
      assertThat(message.recipients().get(0).parameters())
          .containsEntry("NOTIFY", "SUCCESS,DELAY")
          .containsEntry("ORCPT", "rfc822;bob@example.com");
      assertThat(message.recipients().get(1).parameters()).isEmpty();
    }
  }

  @Test
  void content_over_the_limit_is_refused_at_the_final_dot() {
    try (Wired wired = new Wired.Settings().size(1_000).start()) {
      WireClient client = wired.introduced().envelope("a@example.com", "b@example.com");
      assertThat(client.data("x".repeat(998))).startsWith("250 ");
      client.envelope("a@example.com", "b@example.com");
      assertThat(client.data("x".repeat(999)))
          .isEqualTo("552 5.3.4 Message size exceeds the limit of 1000 bytes\r\n");
      assertThat(wired.journal.messages()).hasSize(1);
      assertThat(client.ask("MAIL FROM:<a@example.com> SIZE=1001")).startsWith("552 5.3.4 ");
      client.accepted("MAIL FROM:<a@example.com> SIZE=1000");
    }
  }
}
