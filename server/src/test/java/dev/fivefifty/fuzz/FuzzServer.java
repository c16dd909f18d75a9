package dev.fivefifty.fuzz;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.ReceivedMessage;
import dev.fivefifty.journal.Session;
import dev.fivefifty.smtp.LogTap;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A running server and what must hold of it whatever clients send: every session ends once its
 * client has closed, nothing is logged as a problem, and the heap does not fill.
 */
final class FuzzServer {
  /** A guard against a stuck session, not a measure. */
  private static final int GUARD_MILLIS = 20_000;

  /** How often the heap is looked at, in inputs; 0 where other tests run in the same JVM. */
  private static final int HEAP_EVERY = Integer.getInteger("fivefifty.fuzz.heap", 0);

  private static final long HEAP_ALLOWED = 16L << 20;

  /** What fills at first: caches, compiled code's data, the fuzzer's own tables. */
  private static final int WARM_UP = 2_000;

  final FiveFifty smtp;
  private int inputs;
  private long usedAtFirst;
  private long longest;

  FuzzServer(Consumer<FiveFifty.Builder> settings) {
    LogTap.listen();
    FiveFifty.Builder builder = FiveFifty.builder().hostname("mx.example.test").size(1 << 20);
    settings.accept(builder);
    smtp = builder.start();
  }

  /** What came of one connection. */
  record Answers(String text, List<Session> sessions, List<ReceivedMessage> messages) {

    /** The replies, each of one line or more. */
    List<String> replies() {
      List<String> replies = new ArrayList<>();
      StringBuilder reply = new StringBuilder();
      for (String line : text.split("(?<=\r\n)")) {
        if (line.isEmpty()) {
          continue;
        }
        if (!line.matches("(?s)[2-5][0-9][0-9][ -][^\r\n]*\r\n")) {
          throw new AssertionError("Not a line of a reply: " + line);
        }
        reply.append(line);
        if (line.charAt(3) == ' ') {
          replies.add(reply.toString());
          reply.setLength(0);
        }
      }
      if (!reply.isEmpty()) {
        throw new AssertionError("A reply without its last line: " + reply);
      }
      return replies;
    }
  }

  /** Sends everything, in these pieces, says FIN, and reads to the end. */
  synchronized Answers converse(List<byte[]> pieces) {
    smtp.journal().clear();
    long sent = pieces.stream().mapToLong(piece -> piece.length).sum();
    String text;
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(GUARD_MILLIS);
      socket.connect(new InetSocketAddress(smtp.host(), smtp.port()), GUARD_MILLIS);
      text = converse(socket, pieces);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("The session is stuck: " + smtp.journal().sessions(), e);
    } catch (IOException e) {
      throw new AssertionError("The connection broke: " + smtp.journal().sessions(), e);
    }
    awaitEnd();
    List<String> problems = problems();
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("\n", problems));
    }
    List<Session> sessions = smtp.journal().sessions();
    for (Session session : sessions) {
      if (session.end().filter(Session.End.FAILED::equals).isPresent()) {
        throw new AssertionError("The session failed: " + session.transcript());
      }
    }
    Answers answers = new Answers(text, sessions, smtp.journal().messages());
    checkHeap(sent);
    return answers;
  }

  /** What was logged as a problem since this was last asked. */
  List<String> problems() {
    return LogTap.problems();
  }

  private static String converse(Socket socket, List<byte[]> pieces) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = new BufferedInputStream(socket.getInputStream());
    try {
      OutputStream out = socket.getOutputStream();
      for (byte[] piece : pieces) {
        out.write(piece);
      }
      socket.shutdownOutput();
    } catch (SocketException e) {
      // The server may have closed after QUIT.
    }
    int c;
    while ((c = in.read()) >= 0) {
      text.append((char) c);
    }
    return text.toString();
  }

  private void awaitEnd() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GUARD_MILLIS);
    while (smtp.journal().sessions().stream().anyMatch(Session::isOpen)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("The session never ends: " + smtp.journal().sessions());
      }
      LockSupport.parkNanos(100_000);
    }
  }

  private void checkHeap(long sent) {
    longest = Math.max(longest, sent);
    inputs++;
    if (HEAP_EVERY == 0 || inputs < WARM_UP || inputs % HEAP_EVERY != 0) {
      return;
    }
    smtp.journal().clear();
    long used = used();
    if (usedAtFirst == 0) {
      usedAtFirst = used;
    }
    if (used - usedAtFirst > HEAP_ALLOWED + 4 * longest) {
      throw new AssertionError(
          "After " + inputs + " inputs the heap holds " + used + " bytes; it was " + usedAtFirst);
    }
  }

  /** What the heap holds after a collection. */
  static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
