package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthUsersTest {

  @Test
  void acceptsTheConfiguredPasswordAlone() {
    AuthUsers users = new AuthUsers(Map.of("tim", "secret", "nul", "\0"), false);
    assertThat(users.accepts("tim", "secret")).isTrue();
    assertThat(users.accepts("tim", "secret ")).isFalse();
    assertThat(users.accepts("tim", "")).isFalse();
    assertThat(users.accepts("tim", "Secret")).isFalse();
    assertThat(users.accepts("nobody", "secret")).isFalse();
    // What stands in for an unknown user's password is nobody's.
    assertThat(users.accepts("nobody", "\0")).isFalse();
    assertThat(users.password("tim")).contains("secret");
    assertThat(users.password("nobody")).isEmpty();
  }

  @Test
  void acceptsAnythingFromAnybody() {
    AuthUsers users = new AuthUsers(Map.of("tim", "secret"), true);
    assertThat(users.accepts("tim", "wrong")).isTrue();
    assertThat(users.accepts("nobody", "")).isTrue();
  }

  @Test
  void keepsACopyAndShowsNoPassword() {
    Map<String, String> map = new HashMap<>(Map.of("tim", "secret", "alice", "hidden"));
    AuthUsers users = new AuthUsers(map, false);
    map.clear();
    assertThat(users).hasToString("AuthUsers[users=[alice, tim], any=false]");
  }
}
