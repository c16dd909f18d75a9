package dev.fivefifty.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of the control API: many that say nothing, and one that asks for messages at a rate. */
final class ApiLoad implements AutoCloseable {
  static final int IDLE = 500;
  static final int PER_SECOND = 10;
  static final String PATH = "/api/v1/messages";

  private final List<Socket> idle = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();

  ApiLoad(int port) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
            .timeout(Duration.ofSeconds(30))
            .build();
    try {
      for (int i = 0; i < IDLE; i++) {
        Socket socket = new Socket();
        idle.add(socket);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 10_000);
        socket.setSoTimeout(1);
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
    // Once that is answered, all are accepted, which is not what is measured.
    ask();
    timer.scheduleAtFixedRate(this::ask, 0, 1_000 / PER_SECOND, TimeUnit.MILLISECONDS);
  }

  private void ask() {
    try {
      boolean done =
          client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      (done ? answered : failed).incrementAndGet();
    } catch (IOException e) {
      failed.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many requests were answered so far; none may have failed, and no connection be closed. */
  int answered() {
    int open = 0;
    for (Socket socket : idle) {
      try {
        if (socket.getInputStream().read() >= 0) {
          throw new IllegalStateException("an answer to nothing");
        }
      } catch (SocketTimeoutException e) {
        open++;
      } catch (IOException e) {
        // Closed.
      }
    }
    if (failed.get() > 0 || open < IDLE) {
      throw new IllegalStateException(
          failed + " requests failed, and " + open + " of " + IDLE + " connections are open");
    }
    return answered.get();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (Socket socket : idle) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
