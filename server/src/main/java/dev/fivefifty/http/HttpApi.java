package dev.fivefifty.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.rule.Tags;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control API over HTTP, of whatever can be controlled. Thread-safe.
 *
 * <p>It uses the JDK's server, whose threads are daemons here: a forgotten {@link #close()} keeps
 * no JVM alive.
 */
public final class HttpApi implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpApi.class);

  /** The version of what runs from classes. */
  static final String UNPACKAGED = "unpackaged";

  private static final int BACKLOG = 512;
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  static {
    // The JDK's server sends header and body apart, so that with Nagle's algorithm each answer
    // takes
    // the 40 ms for which a client delays its acknowledgement. It looks at this when it is loaded,
    // and can be told in no other way.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
  }

  /** What a client whose body is refused may still send before its connection is closed. */
  private static final long DISCARDED = 8L << 20;

  private static final int MOST_VIEWS = 64;
  private static final int BLOCK = 64 * 1024;

  /** For those who follow the events, and read them. */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  private final HttpServer server;
  private final ExecutorService threads = ApiThreads.create();
  private final Deadlines deadlines = new Deadlines();
  private final Duration patience;
  private final HttpSettings settings;
  private final Gate gate;
  private final Control control;
  private final MetricsRoute metrics;
  private final Stopping stopping;

  /** One for all tags: a journal keeps its listeners. */
  private final EventsRoute events;

  /** By tag, those that were asked about last. */
  private final Map<String, Router> tagged =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Router> eldest) {
          return size() > MOST_VIEWS;
        }
      };

  private @Nullable Router router;

  private HttpApi(HttpServer server, Control control, HttpSettings settings, Duration patience) {
    this.server = server;
    this.settings = settings;
    this.patience = patience;
    this.gate = new Gate(settings);
    this.stopping = new Stopping();
    this.control = control;
    // It counts from the start on.
    this.metrics = new MetricsRoute(control);
    this.events = new EventsRoute(control, stopping);
    server.createContext("/", this::handle);
    server.setExecutor(
        task -> {
          try {
            threads.execute(() -> deadlines.run(task, patience));
          } catch (RejectedExecutionException e) {
            // The server stops, and closes every connection.
          }
        });
    inDaemon(server::start);
  }

  /**
   * Binds the port, so that nobody else takes it; connections wait until the API is started.
   *
   * @param settings where to listen, and for whom
   * @return what starts it
   */
  public static Bound bind(HttpSettings settings) {
    return new Bound(settings);
  }

  /** A port that is bound, or soon will be. Thread-safe. */
  public static final class Bound implements AutoCloseable {
    private final HttpSettings settings;
    private final FutureTask<HttpServer> server;

    private Bound(HttpSettings settings) {
      this.settings = settings;
      // Beside what else is started: to load the JDK's server takes some 30 ms.
      server = new FutureTask<>(() -> create(settings));
      ApiThreads.daemons("fivefifty-http-start").newThread(server).start();
    }

    /**
     * Serves.
     *
     * @param control what is controlled; stays open when the API is closed
     * @return the API; close it when done
     * @throws UncheckedIOException if the port cannot be bound
     */
    public HttpApi start(Control control) {
      return start(control, Duration.ofSeconds(30));
    }

    /** The same with another time for clients to send a request or to take an answer. */
    HttpApi start(Control control, Duration patience) {
      return new HttpApi(server(), control, settings, patience);
    }

    private HttpServer server() {
      try {
        return server.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UncheckedIOException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while starting the control API", e);
      }
    }

    /** Gives the port back, if the API was not started. */
    @Override
    public void close() {
      try {
        server().stop(0);
      } catch (UncheckedIOException | IllegalStateException e) {
        // Then there is nothing to give back.
      }
    }

    private static HttpServer create(HttpSettings settings) {
      InetSocketAddress address = new InetSocketAddress(settings.bind(), settings.port());
      try {
        return HttpServer.create(address, BACKLOG);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot listen for HTTP on "
                + settings.bind().getHostAddress()
                + ":"
                + settings.port()
                + ": "
                + e.getMessage(),
            e instanceof BindException ? e : new IOException(e));
      }
    }
  }

  /** The JDK's dispatcher is a daemon only if a daemon starts it. */
  private static void inDaemon(Runnable start) {
    Thread thread = ApiThreads.daemons("fivefifty-http-start").newThread(start);
    thread.start();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Where it listens.
   *
   * @return the address and port that are bound
   */
  public InetSocketAddress address() {
    return new InetSocketAddress(settings.bind(), server.getAddress().getPort());
  }

  /**
   * Where the API is.
   *
   * @return such as {@code http://127.0.0.1:8025}, without a path; where it listens on every
   *     address, that of loopback
   */
  public URI uri() {
    String address =
        settings.bind().isAnyLocalAddress() ? "127.0.0.1" : settings.bind().getHostAddress();
    return URI.create(
        "http://"
            + (address.contains(":") ? "[" + address + "]" : address)
            + ":"
            + address().getPort());
  }

  /** The version of this jar. */
  static String version() {
    String version = HttpApi.class.getPackage().getImplementationVersion();
    return version == null ? UNPACKAGED : version;
  }

  /** The paths and methods that there are, for the tests of the documents. */
  List<Route> routes() {
    return router().routes();
  }

  private List<Route> shared() {
    return List.of(events, metrics);
  }

  /** Made for the first request: a start that nobody asks anything should not pay for it. */
  private synchronized Router router() {
    Router made = router;
    if (made == null) {
      made = new Router(Routes.of(control, stopping, shared()));
      router = made;
    }
    return made;
  }

  /** Stops listening, ends whatever waits, and closes every connection. */
  @Override
  public void close() {
    // Once: the JDK's server does not expect to be stopped again.
    if (!stopping.stop()) {
      return;
    }
    stopping.awaitLeft(FAREWELL);
    server.stop(0);
    threads.shutdownNow();
    deadlines.close();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (Refusal e) {
        Request.discard(exchange, DISCARDED);
        answer = e.answer();
      }
      deadlines.current().within(patience);
      send(exchange, answer);
    } catch (IOException e) {
      // The client has left, or took too long; the connection is closed.
      log.debug("a request was given up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(HttpExchange exchange) throws Refusal, IOException, InterruptedException {
    try {
      URI uri = exchange.getRequestURI();
      String path = uri.getRawPath();
      Headers headers = exchange.getRequestHeaders();
      gate.check(uri.toString(), path, headers);
      String method = exchange.getRequestMethod();
      Router.Found found = router().find(path);
      if (method.equals("OPTIONS")) {
        return options(String.join(", ", found.allowed()));
      }
      found.handler(method);
      Gate.content(method, headers);
      Request request = Request.of(exchange, found.route(), found.variables());
      Optional<String> tag = request.query(Routes.TAG);
      Route.Handler handler =
          (tag.isEmpty() ? found : tagged(tag.get()).find(path)).handler(method);
      request.read();
      deadlines.current().none();
      return handler.answer(request);
    } catch (RuleFileException e) {
      throw Refusal.of(e);
    } catch (RuntimeException e) {
      log.error("the control API failed at {}", exchange.getRequestMethod(), e);
      throw new Refusal(500, "this is an error of FiveFifty itself; its log says more");
    }
  }

  /** The same resources, of one tag. */
  private Router tagged(String tag) throws Refusal {
    try {
      String canonical = Tags.canonical(tag);
      synchronized (tagged) {
        Router known = tagged.get(canonical);
        if (known == null) {
          known = new Router(Routes.of(control.tagged(canonical), stopping, shared()));
          tagged.put(canonical, known);
        }
        return known;
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("the parameter 'tag': " + e.getMessage());
    } catch (IllegalStateException e) {
      throw new Refusal(409, String.valueOf(e.getMessage()));
    }
  }

  private static Answer options(String allow) {
    return Answer.of(204, Answer.TEXT, new byte[0]).with("Allow", allow);
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
    Headers headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (answer.status() != 204) {
      headers.set("Content-Type", answer.type());
    }
    if (answer.status() == 413 || answer.status() == 401) {
      headers.set("Connection", "close");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    Answer.Stream stream = answer.stream();
    if (stream != null && !head) {
      exchange.sendResponseHeaders(answer.status(), 0);
      stream(exchange, stream);
      return;
    }
    int length = answer.body().length;
    if (head && stream == null) {
      headers.set("Content-Length", String.valueOf(length));
    }
    boolean empty = head || length == 0;
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : length);
    if (!empty) {
      write(exchange, answer.body());
    }
  }

  private void write(HttpExchange exchange, byte[] body) throws IOException {
    OutputStream out = exchange.getResponseBody();
    LongSupplier left = left(exchange);
    for (int at = 0; at < body.length; at += BLOCK) {
      // A slow client may take its time, as long as it takes something.
      deadlines.current().within(patience, left);
      out.write(body, at, Math.min(BLOCK, body.length - at));
    }
  }

  private static LongSupplier left(HttpExchange exchange) {
    InetSocketAddress local = exchange.getLocalAddress();
    InetSocketAddress remote = exchange.getRemoteAddress();
    return () -> SendQueue.bytes(local, remote);
  }

  private void stream(HttpExchange exchange, Answer.Stream stream)
      throws IOException, InterruptedException {
    OutputStream out = exchange.getResponseBody();
    LongSupplier left = left(exchange);
    Deadlines.Deadline deadline = deadlines.current();
    stream.write(
        piece -> {
          deadline.within(patience, left);
          out.write(piece.getBytes(StandardCharsets.UTF_8));
          out.flush();
          deadline.none();
        });
  }
}
