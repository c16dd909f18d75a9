package com.example.welcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyAssertions;
import dev.fivefifty.junit.FiveFiftyTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A test that fails says where the whole journal is. */
class JournalFileTest {
  private static final Pattern FILE = Pattern.compile("The whole journal: (.+)");

  /** Run by this test alone: it expects what the server does not say. */
  @FiveFiftyTest
  static class Failing {
    @Test
    void expects_a_refusal(FiveFifty smtp) throws Exception {
      new WelcomeMail(smtp.host(), smtp.port()).send("bob@example.com");
      FiveFiftyAssertions.assertThat(smtp).recipient("bob@example.com").wasRefused();
    }
  }

  @Test
  void the_journal_is_in_the_file_that_the_failure_names() throws Exception {
    List<Throwable> failures = new ArrayList<>();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Failing.class)).build(),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
              }
            });

    assertThat(failures).hasSize(1);
    Throwable failure = failures.get(0);
    assertThat(failure).hasMessageContaining("Expected: bob@example.com was refused");
    String summaries = Arrays.toString(failure.getSuppressed());
    Matcher file = FILE.matcher(summaries.replace("]", ""));
    assertThat(file.find()).as(summaries).isTrue();
    assertThat(Files.readString(Path.of(file.group(1))))
        .contains("expects_a_refusal")
        .contains("<welcome@example.com> to <bob@example.com> ACCEPTED")
        .contains("C: RCPT TO:<bob@example.com>");
  }
}
