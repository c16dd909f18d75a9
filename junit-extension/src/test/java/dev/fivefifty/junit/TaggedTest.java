package dev.fivefifty.junit;

import static dev.fivefifty.junit.FiveFiftyAssertions.assertThat;
import static dev.fivefifty.rule.Rule.at;
import static dev.fivefifty.rule.Stage.MAIL;
import static dev.fivefifty.rule.Stage.RCPT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.TagSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Tests that share one server at the same time, each with a tag. */
class TaggedTest {
  private static final int MANY = 50;

  @AutoClose
  private final FiveFifty there =
      FiveFifty.builder()
          .http(0)
          .tags(TagSource.subaddress())
          .rules(at(MAIL).name("its own").from("never@*").reply("550"))
          .start();

  private EngineTestKit.Builder kit(Class<?>... classes) {
    return Kit.builder(classes)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
        .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
        .configurationParameter(
            "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(MANY))
        .configurationParameter("fivefifty.remote", there.apiUri().toString());
  }

  private static String tagged(FiveFifty smtp, String name) {
    return name + "+" + smtp.tag().orElseThrow() + "@example.com";
  }

  private static CountDownLatch all = new CountDownLatch(0);
  private static final Set<String> TAGS = ConcurrentHashMap.newKeySet();

  @FiveFiftyTest(
      tagged = true,
      strict = Strict.UNUSED_RULES,
      files = "classpath:rules/greylisting.yaml")
  @Execution(ExecutionMode.CONCURRENT)
  static class AtOnce {
    @RepeatedTest(MANY)
    @SmtpRule(at = RCPT, to = "full+*", reply = "452 4.2.2 Full", name = "full", times = 1)
    void sees_its_own(FiveFifty smtp) throws InterruptedException {
      TAGS.add(smtp.tag().orElseThrow());
      // All of them have their rules now.
      all.countDown();
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(smtp.rules().keySet()).containsExactly("full", "greylisting");
      assertThat(Mail.send(smtp.port(), tagged(smtp, "full"))).startsWith("452");
      assertThat(Mail.send(smtp.port(), tagged(smtp, "bob"))).startsWith("450");
      assertThat(Mail.send(smtp.port(), "bob@example.com")).startsWith("250");
      assertThat(smtp).recipient(tagged(smtp, "full")).wasDeferredWith("452 4.2.2");
      assertThat(smtp.journal().attempts()).hasSize(2);
      assertThat(smtp).sessions().hasSize(2);
    }
  }

  @Test
  void fifty_tests_at_once_on_one_server() {
    all = new CountDownLatch(MANY);
    TAGS.clear();
    EngineExecutionResults results = kit(AtOnce.class).execute();
    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(events -> events.succeeded(MANY));
    assertThat(TAGS).hasSize(MANY);
    // Nothing of them stays behind, but the mail without a tag.
    assertThat(there.rules().keySet()).containsExactly("its own");
    assertThat(there.journal().attempts()).hasSize(MANY).allMatch(each -> each.tag().isEmpty());
  }

  @FiveFiftyTest
  @Execution(ExecutionMode.CONCURRENT)
  static class ByParameter {
    @Test
    void test(FiveFifty smtp) {
      assertThat(smtp.tag()).isPresent();
      assertThat(smtp.rules()).isEmpty();
    }
  }

  static class ByBuilder {
    @RegisterExtension
    static final FiveFiftyExtension SMTP =
        FiveFiftyExtension.builder().rules(at(RCPT).name("mine").reply("452")).tagged().build();

    @RegisterExtension
    final FiveFiftyExtension own =
        FiveFiftyExtension.builder().name("own").rules(at(RCPT).reply("451")).tagged().build();

    @Test
    void first(FiveFifty smtp, @Smtp("own") FiveFifty other) {
      assertThat(SMTP.server().tag()).isEmpty();
      assertThat(Mail.send(SMTP.port(), tagged(smtp, "bob"))).startsWith("452");
      assertThat(smtp).sessions().hasSize(1);
      assertThat(own.server().tag()).isEqualTo(other.tag());
      assertThat(Mail.send(own.port(), tagged(other, "bob"))).startsWith("451");
      assertThat(other).sessions().hasSize(1);
    }

    @Test
    void second(FiveFifty smtp, @Smtp("own") FiveFifty other) {
      first(smtp, other);
    }
  }

  @Test
  void a_parameter_and_the_builder_say_so_too() {
    EngineExecutionResults results =
        kit(ByParameter.class).configurationParameter("fivefifty.tagged", "true").execute();
    assertThat(Kit.failures(results)).isEmpty();
    try (FiveFifty second = FiveFifty.builder().http(0).tags(TagSource.subaddress()).start()) {
      results =
          kit(ByBuilder.class)
              .configurationParameter("fivefifty.remote.own", second.apiUri().toString())
              .execute();
      assertThat(Kit.failures(results)).isEmpty();
      results.testEvents().assertStatistics(events -> events.succeeded(2));
      assertThat(second.rules()).isEmpty();
    }
    assertThat(there.rules()).hasSize(1);
    assertThat(there.journal().sessions()).isEmpty();
  }

  static final class BySubaddress implements Configuration {
    @Override
    public void configure(FiveFifty.Builder builder) {
      builder.tags(TagSource.subaddress());
    }
  }

  @FiveFiftyTest(scope = Scope.PER_CLASS, tagged = true, configure = BySubaddress.class)
  @Execution(ExecutionMode.CONCURRENT)
  static class SharedHere {
    @RepeatedTest(8)
    @SmtpRule(at = RCPT, reply = "452", times = 1)
    void test(FiveFifty smtp) {
      assertThat(Mail.send(smtp.port(), tagged(smtp, "bob"))).startsWith("452");
      assertThat(Mail.send(smtp.port(), tagged(smtp, "bob"))).startsWith("250");
      assertThat(smtp).sessions().hasSize(2);
    }
  }

  @FiveFiftyTest(tagged = true)
  static class OwnServer {
    @Test
    void test(FiveFifty smtp) {
      assertThat(smtp.tag()).isEmpty();
    }
  }

  private static EngineTestKit.Builder here(Class<?> type) {
    return Kit.builder(type)
        .configurationParameter("junit.jupiter.execution.parallel.enabled", "true");
  }

  @Test
  void a_server_that_a_class_shares_here() {
    EngineExecutionResults results = here(SharedHere.class).execute();
    assertThat(Kit.failures(results)).isEmpty();
    results.testEvents().assertStatistics(events -> events.succeeded(8));
    assertThat(Kit.failures(here(OwnServer.class).execute())).isEmpty();
  }

  @FiveFiftyTest(tagged = true)
  static class Failing {
    @Test
    @SmtpRule(at = RCPT, reply = "550 5.1.1 No", name = "mine")
    void test(FiveFifty smtp) {
      Mail.send(smtp.port(), tagged(smtp, "bob"));
      assertThat(smtp).recipient(tagged(smtp, "bob")).wasAccepted();
    }
  }

  @Test
  void a_failure_shows_what_is_of_its_tag() {
    FiveFifty other = there.tagged("other");
    other.add(at(RCPT).name("not mine").reply("451 4.3.0 another's"));
    Mail.send(there.port(), "eve+other@example.com");
    Throwable failure = Kit.failures(kit(Failing.class).execute()).get(0);
    String all = failure.getMessage() + failure.getSuppressed()[0];
    assertThat(all).contains("5.1.1", "1 session, 1 attempt").doesNotContain("eve", "another's");
    assertThat(other.journal().attempts()).hasSize(1);
    assertThat(there.rules().keySet()).containsExactly("other/not mine", "its own");
  }

  @Test
  void a_server_without_sources_of_tags_is_refused() {
    try (FiveFifty plain = FiveFifty.builder().http(0).start()) {
      Throwable failure =
          Kit.failures(
                  kit(Failing.class)
                      .configurationParameter("fivefifty.remote", plain.apiUri().toString())
                      .execute())
              .get(0);
      assertThat(failure)
          .hasMessageContaining("says tagged, but")
          .hasMessageContaining("the server has no source of tags")
          .hasMessageContaining("serve --tags subaddress");
    }
  }
}
