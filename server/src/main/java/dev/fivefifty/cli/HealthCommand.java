package dev.fivefifty.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether a server is ready, for the health checks of containers. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    versionProvider = Commands.Version.class,
    description = {
      "Says whether a server is ready for mail, such as for HEALTHCHECK of a container's image.",
      "Without --server and $FIVEFIFTY_SERVER it asks the server beside it: at $FIVEFIFTY_HTTP_BIND,",
      "or else 127.0.0.1, and the port of $FIVEFIFTY_HTTP_PORT, or else 8025. It needs no token."
    },
    exitCodeListHeading = Commands.EXIT_CODES,
    exitCodeList = {"0:it is ready", "1:it is not, or nothing answers", Commands.USAGE})
final class HealthCommand implements Callable<Integer> {
  private static final int PATIENCE_MILLIS = 3_000;

  @Mixin private Server server = new Server();

  private final Io io;

  HealthCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    URI ready;
    try {
      ready = api().resolve("/health/ready");
      if (ready.getHost() == null || !"http".equals(ready.getScheme())) {
        throw new IllegalArgumentException(
            "'"
                + ready
                + "' is not where a control API is (expected such as "
                + Server.DEFAULT
                + ")");
      }
    } catch (IllegalArgumentException e) {
      Server.complain(io, "fivefifty: " + e.getMessage());
      return Main.EXIT_USAGE;
    }
    try {
      int status = status(ready);
      if (status == 200) {
        io.out().println("ready");
        return Main.EXIT_DONE;
      }
      Server.complain(io, "fivefifty: " + ready + " answered " + status);
    } catch (IOException e) {
      Server.complain(io, "fivefifty: " + ready + " does not answer: " + e.getMessage());
    }
    return Main.EXIT_FAILED;
  }

  /** Not by the client of the control API, which takes much longer to load. */
  private static int status(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(PATIENCE_MILLIS);
    connection.setReadTimeout(PATIENCE_MILLIS);
    connection.setInstanceFollowRedirects(false);
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private URI api() {
    Environment environment = new Environment(io.environment());
    String said = server.said(environment);
    if (said != null) {
      return URI.create(said);
    }
    ServeOptions serve = environment.serve();
    @Nullable String port = serve.httpPort();
    if (port != null && (port.equals("off") || port.equals("0"))) {
      throw new IllegalArgumentException(
          "where the server listens cannot be known: FIVEFIFTY_HTTP_PORT is "
              + port
              + " (expected --server)");
    }
    // Where it listens on every address, IPv4: the names of loopback may lead elsewhere first.
    String address = "127.0.0.1";
    if (serve.httpBind() != null) {
      InetAddress bind = Serve.address("FIVEFIFTY_HTTP_BIND", serve.httpBind());
      address = bind.isAnyLocalAddress() ? address : bind.getHostAddress();
    }
    String host = address.contains(":") ? "[" + address + "]" : address;
    return URI.create("http://" + host + ":" + (port == null ? "8025" : port));
  }
}
