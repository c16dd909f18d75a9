package dev.fivefifty.http;

import dev.fivefifty.file.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Asks a control API. Thread-safe. */
final class HttpConnection implements AutoCloseable {
  private static final Duration TO_CONNECT = Duration.ofSeconds(5);

  /** Time enough for a journal that is full. */
  static final Duration TO_ANSWER = Duration.ofSeconds(60);

  private static final Duration TO_BEGIN = Duration.ofSeconds(30);

  private final URI api;
  private final @Nullable String token;
  private final ExecutorService threads;
  private final HttpClient client;

  /** Such as {@code tag=t42}, or empty. */
  private final String view;

  private final AtomicBoolean closed;

  HttpConnection(URI api, @Nullable String token) {
    this.api = checked(api);
    this.token = token;
    this.view = "";
    this.closed = new AtomicBoolean();
    this.threads = Executors.newCachedThreadPool(ApiThreads.daemons("fivefifty-client"));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            // Not by way of a proxy of the machine, which knows nothing of servers for tests.
            .proxy(HttpClient.Builder.NO_PROXY)
            .executor(threads)
            .build();
  }

  private HttpConnection(HttpConnection whole, String view) {
    this.api = whole.api;
    this.token = whole.token;
    this.threads = whole.threads;
    this.client = whole.client;
    this.closed = whole.closed;
    this.view = view;
  }

  /** The same connection, which asks about one tag only. */
  HttpConnection tagged(String tag) {
    return new HttpConnection(this, "tag=" + Percent.encode(tag));
  }

  private URI uri(String path) {
    return api.resolve(view.isEmpty() ? path : path + (path.indexOf('?') < 0 ? '?' : '&') + view);
  }

  private static URI checked(URI api) {
    boolean http = "http".equals(api.getScheme()) || "https".equals(api.getScheme());
    String path = api.getRawPath();
    if (!http
        || api.getHost() == null
        || api.getRawUserInfo() != null
        || api.getRawQuery() != null
        || path != null && !path.isEmpty() && !path.equals("/")) {
      throw new IllegalArgumentException(
          "'" + api + "' is not where a control API is (expected such as http://127.0.0.1:8025)");
    }
    return URI.create(api.getScheme() + "://" + api.getRawAuthority());
  }

  URI api() {
    return api;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Asks, and waits for the answer. An interrupt ends no wait: it may come while a failure is
   * explained, which needs an answer.
   *
   * @param json what is sent, or null for nothing
   * @param headers further ones, names and values in turns
   */
  Got send(String method, String path, @Nullable String json, String... headers) {
    return send(TO_ANSWER, method, path, json, headers);
  }

  /** The same where the answer may take longer than usual. */
  Got send(
      Duration patience, String method, String path, @Nullable String json, String... headers) {
    HttpRequest.Builder request =
        request(path, headers)
            .timeout(patience)
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    try {
      HttpResponse<byte[]> response =
          client
              .sendAsync(request.build(), BodyHandlers.ofByteArray())
              // The request's own is over when the answer begins.
              .orTimeout(patience.plus(TO_ANSWER).toSeconds(), TimeUnit.SECONDS)
              .join();
      return new Got(response.statusCode(), response.headers(), response.body());
    } catch (CompletionException e) {
      throw new UncheckedIOException(failure(e.getCause()));
    }
  }

  /**
   * Asks for what comes bit by bit, and waits for its beginning.
   *
   * @return what never ends by itself; to be closed
   */
  InputStream stream(String path, String... headers) {
    // Without a time-out of the request's own, which from JDK 26 on is one of the whole answer.
    HttpResponse<InputStream> response;
    try {
      response =
          client
              .sendAsync(request(path, headers).build(), BodyHandlers.ofInputStream())
              .orTimeout(TO_BEGIN.toSeconds(), TimeUnit.SECONDS)
              .join();
    } catch (CompletionException e) {
      throw new UncheckedIOException(failure(e.getCause()));
    }
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw new Got(response.statusCode(), response.headers(), body.readAllBytes()).refused();
    } catch (IOException e) {
      throw new UncheckedIOException(failure(e));
    }
  }

  private HttpRequest.Builder request(String path, String... headers) {
    if (closed.get()) {
      throw new IllegalStateException("the connection to the server at " + api + " is closed");
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private IOException failure(Throwable cause) {
    String text =
        cause instanceof ConnectException
            ? "no server can be reached at " + api + " (is its control API on, see --http-port?)"
            : cause instanceof HttpTimeoutException || cause instanceof TimeoutException
                ? "the server at " + api + " did not answer in time: " + cause.getMessage()
                : "the server at " + api + " did not answer: " + cause;
    return new IOException(text, cause);
  }

  /** What was answered. */
  final class Got {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Got(int status, HttpHeaders headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    int status() {
      return status;
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }

    byte[] bytes() {
      return body;
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    Map<String, Object> tree() {
      try {
        return JsonText.read(body);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            "the server at " + api + " answered what cannot be understood: " + e.getMessage(), e);
      }
    }

    /** The answer, if it is one. */
    Got ok() {
      refuseUnless(status() == 200);
      return this;
    }

    void refuseUnless(boolean good) {
      if (!good) {
        throw refused();
      }
    }

    RuntimeException refused() {
      String detail = detail();
      if (status() == 401) {
        return new IllegalStateException(
            "the server at "
                + api
                + (token == null
                    ? " wants a token: FiveFifty.connect(uri, token)"
                    : " has another token than the one given"));
      }
      if (status() == 400) {
        return new IllegalArgumentException(detail);
      }
      return new IllegalStateException(
          "the server at " + api + " answered " + status() + ": " + detail);
    }

    private String detail() {
      try {
        Map<String, Object> problem = tree();
        Object errors = problem.get("errors");
        return problem.get("detail") + (errors == null ? "" : ": " + errors);
      } catch (IllegalStateException e) {
        String text = text().strip();
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
      }
    }
  }

  /** Ends it, but for a view, which is of another's. */
  @Override
  public void close() {
    if (!view.isEmpty()) {
      return;
    }
    closed.set(true);
    try {
      // Since 21; before, its one thread, a daemon, ends when nobody holds the client any more.
      HttpClient.class.getMethod("shutdownNow").invoke(client);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      // An older JVM.
    }
    threads.shutdown();
  }
}
