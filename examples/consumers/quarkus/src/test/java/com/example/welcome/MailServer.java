package com.example.welcome;

import dev.fivefifty.FiveFifty;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A mail server that runs for as long as the application does, and whose address it is told. */
public class MailServer implements QuarkusTestResourceLifecycleManager {
  private FiveFifty smtp;

  @Override
  public Map<String, String> start() {
    smtp = FiveFifty.start();
    return Map.of(
        "quarkus.mailer.host", smtp.host(), "quarkus.mailer.port", String.valueOf(smtp.port()));
  }

  @Override
  public void inject(TestInjector injector) {
    smtp.reset();
    injector.injectIntoFields(smtp, new TestInjector.MatchesType(FiveFifty.class));
  }

  @Override
  public void stop() {
    if (smtp != null) {
      smtp.close();
    }
  }
}
