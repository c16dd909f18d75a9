package dev.fivefifty.fuzz;

import dev.fivefifty.FiveFifty;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Everything one client says. Each complete command is answered once, and content is none. */
public final class CommandsTarget {
  private static final FuzzServer SERVER = new FuzzServer(FiveFifty.Builder::anyUser);

  /** Beyond this the sockets' buffers may be full on both sides. */
  private static final int MOST = 32 * 1024;

  private static final int LONGEST_LINE = 2_048;

  private static final Pattern CHUNK =
      Pattern.compile("(?i)BDAT +([0-9]{1,18})(?: +LAST)? *", Pattern.DOTALL);

  private CommandsTarget() {}

  /** For Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > MOST) {
      return;
    }
    FuzzServer.Answers answers = SERVER.converse(List.of(bytes));
    try {
      check(FuzzServer.text(bytes), answers.replies());
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(answers.sessions().get(0).transcript(), e);
    }
  }

  /** Walks along what was said, with the answers that tell what was content. */
  private static void check(String said, List<String> replies) {
    Iterator<String> answers = replies.iterator();
    String greeting = answers.next();
    if (!greeting.startsWith("220 ")) {
      throw new AssertionError("The greeting is " + greeting);
    }
    int at = 0;
    while (true) {
      int feed = said.indexOf('\n', at);
      if (feed < 0) {
        break;
      }
      String line = said.substring(at, feed + 1);
      at = feed + 1;
      Matcher chunk = CHUNK.matcher(isCommand(line) ? line.substring(0, line.length() - 2) : "");
      if (chunk.matches()) {
        long size = Long.parseLong(chunk.group(1));
        if (size > said.length() - at) {
          break;
        }
        at += (int) size;
      }
      String answer = next(answers, line);
      if (answer.startsWith("221 ")) {
        break;
      }
      if (answer.startsWith("354 ")) {
        // The CRLF of the DATA line begins the first line of the content.
        int end = said.indexOf("\r\n.\r\n", at - 2);
        if (end < 0) {
          break;
        }
        at = end + 5;
        next(answers, "the final dot");
      }
    }
    if (answers.hasNext()) {
      throw new AssertionError("An answer to nothing: " + answers.next());
    }
  }

  private static String next(Iterator<String> answers, String asked) {
    if (!answers.hasNext()) {
      throw new AssertionError("No answer to " + asked);
    }
    return answers.next();
  }

  private static boolean isCommand(String line) {
    return line.endsWith("\r\n")
        && line.length() <= LONGEST_LINE
        && line.indexOf('\r') == line.length() - 2
        && line.indexOf('\0') < 0;
  }
}
