package dev.fivefifty.junit;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What annotations say of a test's servers.
 *
 * @param annotation the nearest, of the test's class or of one around it
 * @param owner the class that has it
 * @param further those with a name
 * @param parameters what the test run is told, by key
 */
record Declared(
    FiveFiftyTest annotation,
    Class<?> owner,
    Map<String, FiveFiftyTest> further,
    Function<String, Optional<String>> parameters) {

  static Declared of(ExtensionContext context) {
    return find(context)
        .orElseThrow(() -> new Misuse("@FiveFiftyTest is on no class of " + context.getUniqueId()));
  }

  /** Empty for a test whose servers are all programmatic. */
  static Optional<Declared> find(ExtensionContext context) {
    Class<?> owner = context.getTestClass().orElse(null);
    while (owner != null) {
      Optional<FiveFiftyTest> found = AnnotationSupport.findAnnotation(owner, FiveFiftyTest.class);
      if (found.isPresent()) {
        return Optional.of(
            new Declared(found.get(), owner, further(context), context::getConfigurationParameter));
      }
      owner = Enclosing.of(owner);
    }
    return Optional.empty();
  }

  private static Map<String, FiveFiftyTest> further(ExtensionContext context) {
    Map<String, FiveFiftyTest> further = new LinkedHashMap<>();
    for (Class<?> at = context.getTestClass().orElse(null); at != null; at = Enclosing.of(at)) {
      for (SmtpServer server : AnnotationSupport.findRepeatableAnnotations(at, SmtpServer.class)) {
        check(server, at);
        if (further.putIfAbsent(server.value(), server.with()) != null) {
          throw new Misuse(
              "two servers of one name: @SmtpServer(\""
                  + server.value()
                  + "\") stands twice on "
                  + at.getName()
                  + " and the classes around it (give one of them another name)");
        }
      }
    }
    return further;
  }

  private static void check(SmtpServer server, Class<?> at) {
    FiveFiftyTest with = server.with();
    if (server.value().isEmpty()) {
      throw new Misuse(
          "@SmtpServer on " + at.getName() + " has no name: @FiveFiftyTest describes that server");
    }
    if (with.scope() != Scope.PER_METHOD
        || with.strict().length > 0
        || with.dump() != JournalDump.ON_FAILURE) {
      throw new Misuse(
          "@SmtpServer(\""
              + server.value()
              + "\") on "
              + at.getName()
              + " says scope, strict or dump: these are said for all servers in the"
              + " @FiveFiftyTest of the class");
    }
  }

  Scope scope() {
    return annotation.scope();
  }

  private Set<String> all() {
    Set<String> all = new LinkedHashSet<>(names());
    all.add("");
    return all;
  }

  Set<String> names() {
    return further.keySet();
  }

  /** The settings of a server; a name that nothing describes has those of the start. */
  ServerOptions options(String name) {
    ServerOptions said = said(name);
    String who = name.isEmpty() ? where() : "@SmtpServer(\"" + name + "\")";
    return said.at(Remote.of(said.remote(), name, who, parameters), parameters);
  }

  private ServerOptions said(String name) {
    ServerOptions main = ServerOptions.of(annotation, where());
    if (name.isEmpty()) {
      return main;
    }
    FiveFiftyTest with = further.get(name);
    ServerOptions own =
        with == null
            ? ServerOptions.DEFAULT
            : ServerOptions.of(with, "@SmtpServer(\"" + name + "\")");
    return own.reported(main.strict(), main.dump());
  }

  /** What two classes must say alike to share a server. */
  Object described(String name) {
    FiveFiftyTest with = name.isEmpty() ? annotation : further.get(name);
    return with == null ? name : with;
  }

  /** Who asks, for people. */
  String where() {
    return "@FiveFiftyTest on " + owner.getName();
  }

  /**
   * Tests that share a server cannot run at once, unless each has a tag: each would empty the
   * journal of the other.
   *
   * @throws Misuse if they may
   */
  void checkThatTestsTakeTurns(ExtensionContext context) {
    for (String name : all()) {
      Optional<Remote> remote = options(name).remote();
      if (remote.isPresent() && !options(name).tagged()) {
        Turns.check(
            context, null, where() + " is served at " + remote.get() + ", which tests share");
      }
    }
    if (scope() == Scope.PER_METHOD || all().stream().allMatch(name -> options(name).tagged())) {
      return;
    }
    Turns.check(
        context,
        scope() == Scope.PER_CLASS ? owner : null,
        where() + " says scope = " + scope() + ", so that tests share a server");
  }
}
