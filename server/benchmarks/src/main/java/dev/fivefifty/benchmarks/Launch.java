package dev.fivefifty.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each server's process is started. */
final class Launch {
  /** In the order of their turns. */
  static final List<String> SERVERS = List.of("fivefifty", "greenmail", "subetha", "wiser");

  /** As FiveFifty's command line sets it itself. */
  private static final String QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn";

  private static final List<String> FLAGS = List.of("-Xmx1g", QUIET);

  private final Path root;
  private final Path benchmarks;
  private final Path standalone;
  private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  Launch(Path root) {
    this.root = root;
    this.benchmarks = root.resolve("server/benchmarks/target");
    this.standalone = root.resolve("server/target/fivefifty.jar");
  }

  /** A process that takes commands; the same flags for all, each with its own libraries. */
  HostProcess host(String server) {
    String libraries =
        server.startsWith("fivefifty") ? standalone.toString() : benchmarks.resolve("peers") + "/*";
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(FLAGS);
    command.add("-cp");
    command.add(benchmarks.resolve("benchmarks.jar") + File.pathSeparator + libraries);
    command.add(Host.class.getName());
    command.add(server);
    return HostProcess.start(command);
  }

  /** From nothing to listening, by server. */
  Map<String, List<String>> cold() {
    String rules = root.resolve("examples/rules/first.yaml").toString();
    return Map.of(
        "fivefifty",
        List.of(java, "-jar", standalone.toString(), "serve", "--rules", rules, "--port", "0"),
        "subetha",
        List.of(java, QUIET, "-jar", benchmarks.resolve("bare-subetha.jar").toString()));
  }

  /** Where the figures come from. */
  String description() {
    return "Java "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + "; every server in a process of its own with "
        + String.join(" ", FLAGS);
  }
}
