package com.example.newsletter;

import com.example.newsletter.SuppressionList.Reason;
import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.rule.StartTls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * What the tests share: each has a mail server of its own, and an application of its own that was
 * told of it and lives by its clock.
 */
@FiveFiftyTest(starttls = StartTls.OFFERED, users = "newsletter:secret")
abstract class NewsletterTest {
  static final Issue ISSUE = new Issue("2026-11", "News of November", "Nothing happened.");
  static final Issue DECEMBER = new Issue("2026-12", "News of December", "Snow.");

  Newsletter newsletter;
  BounceProcessor bounces;
  SuppressionList suppressions;
  Path incoming;

  private ConfigurableApplicationContext application;
  private Runnable start;

  @BeforeEach
  void start(FiveFifty smtp, SSLContext trust, @TempDir Path directory) {
    incoming = directory;
    start = () -> run(smtp, trust, directory);
    start.run();
  }

  private void run(FiveFifty smtp, SSLContext trust, Path directory) {
    application =
        new SpringApplicationBuilder(NewsletterApplication.class)
            .initializers(
                (GenericApplicationContext context) ->
                    context.registerBean(Clock.class, smtp::clock))
            .run(
                "--spring.main.banner-mode=off",
                "--spring.mail.host=" + smtp.host(),
                "--spring.mail.port=" + smtp.port(),
                "--spring.mail.username=newsletter",
                "--spring.mail.password=secret",
                "--newsletter.incoming=" + directory,
                "--newsletter.suppressions=" + directory.resolve("suppressions.txt"),
                // The tests call tick() themselves.
                "--newsletter.schedule=-");
    application
        .getBean(JavaMailSenderImpl.class)
        .getJavaMailProperties()
        .put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
    newsletter = application.getBean(Newsletter.class);
    bounces = application.getBean(BounceProcessor.class);
    suppressions = application.getBean(SuppressionList.class);
  }

  /** Ends the application and starts it anew. */
  void restart() {
    stop();
    start.run();
  }

  @AfterEach
  void stop() {
    application.close();
  }

  /** Hands an issue in, and lets the application do what is due. */
  void send(Issue issue, String... subscribers) {
    newsletter.send(issue, List.of(subscribers));
    newsletter.tick();
  }

  /** Lets time go by, a quarter of an hour at a step, in which the application does what is due. */
  void pass(FiveFifty smtp, Duration time) {
    for (long i = time.dividedBy(Duration.ofMinutes(15)); i > 0; i--) {
      smtp.clock().advance(Duration.ofMinutes(15));
      newsletter.tick();
    }
  }

  DeliveryReport report() {
    return newsletter.report(ISSUE.number());
  }

  /** Why an address gets no mail. */
  Optional<Reason> suppressed(String address) {
    return suppressions.find(address).map(SuppressionList.Entry::reason);
  }
}
