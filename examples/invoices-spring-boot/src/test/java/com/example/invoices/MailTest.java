package com.example.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fivefifty.junit.FiveFiftyExtension;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * What the tests share. Spring starts the application once and keeps it for the next test class, so
 * the mail server that it was told of must live as long: that of an inherited static field does.
 */
@SpringBootTest
@ActiveProfiles("test")
@Import(MailTest.Time.class)
abstract class MailTest {
  @RegisterExtension
  static final FiveFiftyExtension smtp =
      FiveFiftyExtension.builder().user("invoices", "secret").authRequired().build();

  private static final AtomicReference<ApplicationContext> FIRST = new AtomicReference<>();

  @Autowired InvoiceMailer mailer;

  @DynamicPropertySource
  static void mail(DynamicPropertyRegistry registry) {
    registry.add("spring.mail.host", smtp::host);
    registry.add("spring.mail.port", smtp::port);
  }

  @TestConfiguration
  static class Time {
    @Bean
    @Primary
    Clock movableClock() {
      return smtp.server().clock();
    }
  }

  /** Or these tests would not show that a kept application finds its server. */
  @BeforeEach
  void is_the_same_application(@Autowired ApplicationContext context) {
    FIRST.compareAndSet(null, context);
    assertThat(context).isSameAs(FIRST.get());
  }
}
