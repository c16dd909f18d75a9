package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.rule.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The servers of a test by name, whoever started them. They are found in the Store alone. */
final class Servers {
  private static final Namespace NAMESPACE = Namespace.create(FiveFiftyExtension.class);

  /** What joined a context; a Store would hand out that of the parent's for the same key. */
  private record GroupOf(String context) {}

  private Servers() {}

  static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  /**
   * Makes a server one of a test, or of all tests of a class.
   *
   * @throws Misuse if another of its name is one already, or it is another's by another name
   */
  static void join(ExtensionContext context, RunningServer server) {
    find(context, server.name())
        .ifPresent(
            other -> {
              throw new Misuse(
                  "two servers of one name: "
                      + server.title()
                      + " of "
                      + context.getDisplayName()
                      + " is there already (give one of them another name:"
                      + " FiveFiftyExtension.builder().name(\"backup\") or"
                      + " @SmtpServer(\"backup\"))");
            });
    Optional<Remote> remote = server.options().remote();
    for (RunningServer other : all(context)) {
      if (remote.isPresent() && remote.equals(other.options().remote())) {
        throw new Misuse(
            server.title()
                + " and "
                + other.title()
                + " of "
                + context.getDisplayName()
                + " are one and the same, at "
                + remote.get()
                + " (start another, and say where)");
      }
    }
    group(context).add(server);
  }

  /** Puts one test's view in the place of a server of its class, or of its own. */
  static void shadow(ExtensionContext context, RunningServer view) {
    group(context).removeIf(server -> server.name().equals(view.name()));
    group(context).add(view);
  }

  @SuppressWarnings("unchecked")
  private static List<RunningServer> group(ExtensionContext context) {
    return store(context)
        .getOrComputeIfAbsent(
            new GroupOf(context.getUniqueId()),
            // One thread at a time: a context's callbacks and parameters come one after the other.
            key -> new ArrayList<>(),
            List.class);
  }

  static Optional<RunningServer> find(ExtensionContext context, String name) {
    return all(context).stream().filter(server -> server.name().equals(name)).findFirst();
  }

  /** Those of the test first, then those of its class and of the classes around that. */
  static List<RunningServer> all(ExtensionContext context) {
    Map<String, RunningServer> all = new LinkedHashMap<>();
    Optional<ExtensionContext> at = Optional.of(context);
    while (at.isPresent()) {
      group(at.get()).forEach(server -> all.putIfAbsent(server.name(), server));
      at = at.get().getParent();
    }
    return List.copyOf(all.values());
  }

  /** Those that one extension, or annotation, started. */
  static List<RunningServer> of(ExtensionContext context, Object owner) {
    return all(context).stream().filter(server -> server.owner().equals(owner)).toList();
  }

  /**
   * A server of a test.
   *
   * @throws Misuse if there is none of that name
   */
  static FiveFifty get(ExtensionContext context, String name) {
    return find(context, name).orElseThrow(() -> none(context, name)).smtp();
  }

  static Misuse none(ExtensionContext context, String name) {
    List<String> names =
        all(context).stream().map(RunningServer::name).filter(each -> !each.isEmpty()).toList();
    return new Misuse(
        name.isEmpty()
            ? context.getDisplayName()
                + " has no server without a name"
                + (names.isEmpty()
                    ? " (write @FiveFiftyTest on the class, or register a FiveFiftyExtension)"
                    : " (those with one: "
                        + String.join(", ", names)
                        + "; write @Smtp(\""
                        + names.get(0)
                        + "\"))")
            : context.getDisplayName()
                + " has no server '"
                + name
                + "'"
                + (names.isEmpty()
                    ? " (write @SmtpServer(\"" + name + "\") on the class)"
                    : " (expected one of "
                        + String.join(", ", names)
                        + Nearest.hint(name, names)
                        + ")"));
  }
}
