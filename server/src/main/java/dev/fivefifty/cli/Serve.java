package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.Listener;
import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.LoadedRules;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.RuleFiles;
import dev.fivefifty.file.ServerSettings;
import dev.fivefifty.rule.Network;
import dev.fivefifty.rule.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** Runs the server until the process is told to stop. */
final class Serve {
  private static final int DEFAULT_PORT = 2525;
  private static final int MOST_NAMES = 100;
  private static final LoadedRules NO_RULES =
      new LoadedRules(ServerSettings.NONE, List.of(), List.of(), List.of());

  private final ServeOptions options;
  private final Io io;

  private Serve(ServeOptions options, Io io) {
    this.options = options;
    this.io = io;
  }

  /**
   * Starts, and returns when it cannot, or when the thread is interrupted.
   *
   * @return the exit code
   */
  static int run(ServeOptions options, Io io) {
    return new Serve(options, io).run();
  }

  private int run() {
    if (!options.rules().isEmpty()) {
      Preload.begin();
    }
    LoadedRules loaded;
    FiveFifty.Builder builder = FiveFifty.builder().port(DEFAULT_PORT);
    try {
      loaded = options.rules().isEmpty() ? NO_RULES : RuleFiles.load(options.rules());
      for (FileProblem warning : loaded.warnings()) {
        complain(warning.toString());
      }
      builder.loaded(loaded);
      flags(builder);
    } catch (RuleFileException e) {
      for (FileProblem error : e.problems()) {
        complain(error.toString());
      }
      return Main.EXIT_USAGE;
    } catch (IllegalArgumentException e) {
      complain("fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    }
    return run(builder, loaded);
  }

  private int run(FiveFifty.Builder builder, LoadedRules loaded) {
    try (Standalone running = new Standalone(builder, options.quiet(), io)) {
      io.onStop().accept(running::close);
      writeCa(running.server());
      running.speak(firstWords(running.server(), loaded));
      // Until the process ends, or somebody who runs this in a thread interrupts it.
      new CountDownLatch(1).await();
    } catch (UncheckedIOException e) {
      String message = String.valueOf(e.getMessage());
      String hint =
          message.startsWith("cannot listen")
              ? " (--port takes another port, --port 0 a free one)"
              : "";
      complain("fivefifty: " + message + hint);
      return Main.EXIT_FAILED;
    } catch (InterruptedException e) {
      return Main.EXIT_DONE;
    }
    return Main.EXIT_DONE;
  }

  private void complain(String what) {
    io.err().println(Printable.safe(what));
  }

  private void flags(FiveFifty.Builder builder) {
    if (options.port() != null) {
      builder.port(options.port());
    }
    if (options.bind() != null) {
      builder.bind(address(options.bind()));
    }
    if (options.hostname() != null) {
      builder.hostname(options.hostname());
    }
    if (options.seed() != null) {
      builder.seed(options.seed());
    }
    if (options.journalLimit() != null) {
      builder.journalLimit(options.journalLimit());
    }
  }

  /** Of an address alone: a name would have to be looked up. */
  private static InetAddress address(String text) {
    try {
      Network.parse(text);
      return InetAddress.getByName(text);
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw new IllegalArgumentException(
          "bind is an IP address such as 127.0.0.1 or ::1, not '" + text + "'", e);
    }
  }

  private String firstWords(FiveFifty server, LoadedRules loaded) {
    StringBuilder text = new StringBuilder();
    for (Listener listener : server.listeners()) {
      text.append(listener.implicitTls() ? "listening smtps " : "listening smtp ");
      text.append(where(listener)).append('\n');
    }
    if (loaded.sources().isEmpty()) {
      text.append("rules none: every answer is the server's own\n");
    } else {
      text.append("rules ").append(loaded.rules().size()).append(" from ");
      text.append(Printable.safe(String.join(", ", loaded.sources()))).append('\n');
      names(server.rules(), text);
    }
    return text.append("seed ").append(server.seed()).append('\n').toString();
  }

  private static void names(Map<String, Rule> rules, StringBuilder text) {
    int left = MOST_NAMES;
    for (Map.Entry<String, Rule> rule : rules.entrySet()) {
      if (left-- == 0) {
        text.append("  and ").append(rules.size() - MOST_NAMES).append(" more\n");
        return;
      }
      String stage = rule.getValue().stage().keyword();
      text.append("  ").append(stage).append(" ".repeat(10 - stage.length()));
      text.append(Printable.safe(rule.getKey())).append('\n');
    }
  }

  private static String where(Listener listener) {
    String address = Objects.requireNonNull(listener.bind()).getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + listener.port();
  }

  /** Before anybody is told where to connect: who reads that line may read the file at once. */
  private void writeCa(FiveFifty server) {
    if (options.tlsCaOut() != null) {
      try {
        Files.writeString(options.tlsCaOut(), server.caPem());
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot write the CA to " + options.tlsCaOut() + ": " + e.getMessage(), e);
      }
    }
  }
}
