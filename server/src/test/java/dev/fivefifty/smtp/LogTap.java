package dev.fivefifty.smtp;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Listens to standard error, where slf4j-simple writes in tests, from its first use to the end of
 * the JVM: a server may log no warning and no error, whatever its clients do.
 */
public final class LogTap extends OutputStream {
  private static final LogTap TAP = new LogTap(System.err);

  static {
    System.setErr(new PrintStream(TAP, true, StandardCharsets.UTF_8));
  }

  private final PrintStream original;
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  private LogTap(PrintStream original) {
    this.original = original;
  }

  public static void listen() {
    TAP.flush();
  }

  /**
   * What servers have logged, and what threads have died of, since the last call: one problem is to
   * fail one test, even if it is another's.
   */
  public static List<String> problems() {
    String heard;
    synchronized (TAP) {
      heard = TAP.heard.toString(StandardCharsets.UTF_8);
      TAP.heard.reset();
    }
    return heard.lines().filter(LogTap::isProblem).toList();
  }

  /** All that was written since problems were last asked for. */
  static String text() {
    synchronized (TAP) {
      return TAP.heard.toString(StandardCharsets.UTF_8);
    }
  }

  private static boolean isProblem(String line) {
    boolean ours = line.contains(" dev.fivefifty.smtp.") || line.contains(" org.subethamail.");
    // A test elsewhere may have a reply in Java throw on purpose, or close what has bounces to
    // send.
    boolean onPurpose = line.contains("The reply of rule") || line.contains("still to be sent");
    return line.contains("Exception in thread \"fivefifty")
        || line.contains("Exception in thread \"org.subethamail")
        || ours && (line.contains(" WARN ") || line.contains(" ERROR ")) && !onPurpose;
  }

  @Override
  public synchronized void write(int b) {
    heard.write(b);
    original.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    heard.write(bytes, offset, length);
    original.write(bytes, offset, length);
  }

  @Override
  public void flush() {
    original.flush();
  }
}
