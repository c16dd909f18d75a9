package com.example.invoices;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The application. */
@SpringBootApplication
@EnableScheduling
public class InvoicesApplication {
  /**
   * Starts it.
   *
   * @param args Spring's
   */
  public static void main(String[] args) {
    SpringApplication.run(InvoicesApplication.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
