package dev.fivefifty.junit;

import dev.fivefifty.Listener;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.rule.Stage;
import dev.fivefifty.rule.StartTls;
import java.util.List;
import java.util.function.Predicate;

/** What a server must offer for a stage to be reached. */
enum Need {
  NOTHING("", "", options -> true),
  STARTTLS("STARTTLS", "starttls = OFFERED", Need::offersStarttls),
  IMPLICIT_TLS("implicit TLS", "implicitTls = true", Need::offersImplicitTls),
  TLS(
      "TLS",
      "starttls = OFFERED",
      options -> offersStarttls(options) || offersImplicitTls(options)),
  AUTH("AUTH", "users = \"alice:secret\"", Need::offersAuth);

  private final String words;
  private final String attribute;
  private final Predicate<ServerOptions> met;

  Need(String words, String attribute, Predicate<ServerOptions> met) {
    this.words = words;
    this.attribute = attribute;
    this.met = met;
  }

  static Need of(Stage stage) {
    return switch (stage) {
      case STARTTLS -> STARTTLS;
      case HANDSHAKE -> TLS;
      case AUTH, CHALLENGE -> AUTH;
      default -> NOTHING;
    };
  }

  /** Why a stage is left out. */
  String lacking() {
    return "the server does not offer " + words + " (write @FiveFiftyTest(" + attribute + "))";
  }

  /** What a test did not think of. */
  String missing(String title) {
    return title
        + " needs a server that offers "
        + words
        + ": write @FiveFiftyTest("
        + attribute
        + "), or say the same to the builder of the FiveFiftyExtension";
  }

  /** Whether a server as described offers it; true where that may be said elsewhere. */
  boolean metBy(ServerOptions options) {
    return this == NOTHING
        || !options.configurations().isEmpty()
        || options.remote().isPresent()
        || met.test(options);
  }

  /** Whether a server that runs offers it. */
  boolean metBy(RunningServer server) {
    boolean listens =
        (this == TLS || this == IMPLICIT_TLS)
            && server.smtp().listeners().stream().anyMatch(Listener::implicitTls);
    return listens || metBy(server.options());
  }

  private static List<LoadedRules> files(ServerOptions options) {
    return RuleSources.load(options.files(), "a server");
  }

  private static boolean offersStarttls(ServerOptions options) {
    return options.starttls() != StartTls.DISABLED
        || files(options).stream()
            .map(file -> file.settings().tls())
            .anyMatch(
                tls ->
                    tls != null && tls.starttls() != null && tls.starttls() != StartTls.DISABLED);
  }

  private static boolean offersImplicitTls(ServerOptions options) {
    return options.implicitTls()
        || files(options).stream()
            .map(file -> file.settings().listen())
            .anyMatch(
                listen -> listen != null && listen.stream().anyMatch(each -> each.implicitTls()));
  }

  private static boolean offersAuth(ServerOptions options) {
    return !options.users().isEmpty()
        || files(options).stream()
            .map(file -> file.settings().auth())
            .anyMatch(auth -> auth != null && (auth.any() || !auth.users().isEmpty()));
  }
}
