package dev.fivefifty.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OccasionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");

  private static Occasion.Builder mail() {
    return Occasion.at(Stage.MAIL).session(7).listener("smtps").parameters(Map.of("size", "10"));
  }

  @Test
  void shares_with_an_earlier_one_only_what_is_the_same() throws Exception {
    Occasion earlier = mail().helo("a.example").user("alice").tls(true).build();
    Occasion like =
        mail().helo("a.example").user("alice").tls(true).line("RSET").after(earlier).build();
    assertThat(like.parameters()).isSameAs(earlier.parameters()).containsEntry("SIZE", "10");
    assertThat(like.line()).contains("RSET");

    InetAddress client = InetAddress.getByName("192.0.2.1");
    Occasion other =
        mail()
            .session(8)
            .client(client)
            .listener("smtp")
            .clientCertificate("CN=a")
            .helo("b.example")
            .parameters(Map.of("size", "11"))
            .connections(3)
            .now(NOW)
            .after(earlier)
            .build();
    assertThat(other.session()).isEqualTo(8);
    assertThat(other.client()).isEqualTo(client);
    assertThat(other.listener()).isEqualTo("smtp");
    assertThat(other.clientCertificate()).contains("CN=a");
    assertThat(other.helo()).contains("b.example");
    assertThat(other.user()).isEmpty();
    assertThat(other.tls()).isFalse();
    assertThat(other.parameters()).containsOnly(Map.entry("SIZE", "11"));
    assertThat(other.connections()).isEqualTo(3);
    assertThat(other.now()).isEqualTo(NOW);
    assertThat(other.line()).isEmpty();
  }
}
