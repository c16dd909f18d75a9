package com.example.newsletter;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.junit.FiveFiftyTest;
import dev.fivefifty.rule.StartTls;
import java.nio.file.Path;
import java.time.Clock;
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
@FiveFiftyTest(starttls = StartTls.OFFERED)
abstract class NewsletterTest {
  static final Issue ISSUE = new Issue("2026-11", "News of November", "Nothing happened.");

  Newsletter newsletter;
  BounceProcessor bounces;
  SuppressionList suppressions;

  private ConfigurableApplicationContext application;

  @BeforeEach
  void start(FiveFifty smtp, SSLContext trust, @TempDir Path directory) {
    long t0 = System.nanoTime();
    application =
        new SpringApplicationBuilder(NewsletterApplication.class)
            .initializers(
                (GenericApplicationContext context) ->
                    context.registerBean(Clock.class, smtp::clock))
            .run(
                "--spring.main.banner-mode=off",
                "--spring.mail.host=" + smtp.host(),
                "--spring.mail.port=" + smtp.port(),
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
    System.out.println("START " + (System.nanoTime() - t0) / 1_000_000);
  }

  @AfterEach
  void stop() {
    application.close();
  }
}
