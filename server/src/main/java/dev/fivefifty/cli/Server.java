package dev.fivefifty.cli;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.http.HttpControl;
import java.io.UncheckedIOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The running server that a command talks to, by its control API. */
class Server {
  static final String DEFAULT = "http://127.0.0.1:8025";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Its control API. Default: $FIVEFIFTY_SERVER, else " + DEFAULT + ".")
  private @Nullable String url;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description = "What it was started with as --http-token. Default: $FIVEFIFTY_TOKEN.")
  private @Nullable String token;

  /** What is done with it. */
  interface Task {
    /** Does it, and returns the exit code. */
    int run(FiveFifty server) throws InterruptedException;
  }

  /** The same with what only the control API has. */
  interface ControlTask {
    /** Does it, and returns the exit code. */
    int run(HttpControl control) throws InterruptedException;
  }

  private interface ConnectedTask {
    int run(URI api, @Nullable String secret) throws InterruptedException;
  }

  // Neither is closed: that fetches the journal once more for who looks back, and nobody will.

  /** Connects, does something, and says what went wrong if anything does. */
  int use(Io io, Task task) {
    return with(
        io,
        (api, secret) ->
            task.run(
                seen(secret == null ? FiveFifty.connect(api) : FiveFifty.connect(api, secret))));
  }

  /** The same. */
  int control(Io io, ControlTask task) {
    return with(io, (api, secret) -> task.run(seen(HttpControl.connect(api, secret))));
  }

  private int with(Io io, ConnectedTask task) {
    Environment environment = new Environment(io.environment());
    try {
      String secret = token != null ? token : environment.get(Environment.TOKEN);
      return task.run(uri(environment), secret);
    } catch (RuleFileException e) {
      e.problems().forEach(problem -> complain(io, problem.toString()));
      return Main.EXIT_USAGE;
    } catch (IllegalArgumentException e) {
      complain(io, "fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    } catch (UncheckedIOException e) {
      complain(io, "fivefifty: " + e.getCause().getMessage());
      return Main.EXIT_FAILED;
    } catch (IllegalStateException e) {
      String inWordsOfJava = String.valueOf(e.getMessage());
      complain(
          io,
          "fivefifty: "
              + inWordsOfJava.replace(
                  "FiveFifty.connect(uri, token)", "--token, or FIVEFIFTY_TOKEN"));
      return Main.EXIT_FAILED;
    } catch (InterruptedException e) {
      return Main.EXIT_DONE;
    }
  }

  /** As much of it as the command is about. */
  FiveFifty seen(FiveFifty server) {
    return server;
  }

  /** The same. */
  HttpControl seen(HttpControl control) {
    return control;
  }

  /** What was said, or null. */
  @Nullable String said(Environment environment) {
    return url != null ? url : environment.get(Environment.SERVER);
  }

  private URI uri(Environment environment) {
    String text = said(environment);
    return text == null ? URI.create(DEFAULT) : URI.create(text);
  }

  static void complain(Io io, String what) {
    io.err().println(Printable.safe(what));
  }
}
