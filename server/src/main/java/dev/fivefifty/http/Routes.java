package dev.fivefifty.http;

import dev.fivefifty.file.RuleSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Every resource of the API. */
final class Routes {
  private Routes() {}

  /** The parameter of every resource that shows one tag's rules and journal instead of all. */
  static final String TAG = "tag";

  /** Whether a path is of a resource that takes {@link #TAG}. */
  static boolean takesTag(String path) {
    return path.startsWith("/api/v1/");
  }

  /**
   * All of them.
   *
   * @param shared what there is once, whichever tag is asked about
   */
  static List<Route> of(Control control, Stopping stopping, List<Route> shared) {
    List<Route> all = new ArrayList<>(of(control, stopping));
    all.addAll(shared);
    return all;
  }

  private static List<Route> of(Control control, Stopping stopping) {
    return List.of(
        new ServerRoute(control),
        new CaRoute(control),
        new RulesRoute(control),
        new ReloadRoute(control),
        new RuleRoute(control),
        new ApplicationsRoute(control),
        new ScenariosRoute(control),
        new ScenarioRoute(control),
        new SessionsRoute(control),
        new SessionRoute(control),
        new AttemptsRoute(control),
        new MessagesRoute(control),
        new MessageRoute(control),
        new RawMessageRoute(control),
        new AttachmentRoute(control),
        new JournalRoute(control),
        new EvidenceRoute(control),
        new ExpectationsRoute(control, stopping),
        new CodeRoute(),
        new ClockRoute(control),
        new ResetRoute(control),
        new PauseRoute("/api/v1/pause", control::pause, control),
        new PauseRoute("/api/v1/resume", control::resume, control),
        new DocumentRoute("/api/v1/rules.schema.json", "application/schema+json", RuleSchema::json),
        new DocumentRoute("/api/v1/openapi.yaml", "application/yaml", Routes::openApi),
        new HealthRoute("/health/live", "live", new Stopping()),
        new HealthRoute("/health/ready", "ready", stopping));
  }

  private static String openApi() {
    try (InputStream in = Routes.class.getResourceAsStream("openapi.yaml")) {
      if (in == null) {
        throw new IllegalStateException("openapi.yaml is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
