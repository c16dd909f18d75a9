package dev.fivefifty.fuzz;

import dev.fivefifty.journal.ReceivedMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message by DATA or by BDAT in any chunks, sent in any pieces: what is stored is what a slow and
 * simple reader makes of the bytes, and what follows it is answered as a command.
 */
public final class FramingTarget {
  private static final FuzzServer SERVER = new FuzzServer(builder -> {});

  private static final byte[] ENVELOPE =
      FuzzServer.bytes("EHLO c\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n");

  private static final int MOST = 32 * 1024;

  private FramingTarget() {}

  /** For Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > MOST) {
      return;
    }
    Input input = new Input(bytes);
    int mode = input.number();
    int[] cuts = {input.number(), input.number(), input.number() * 64};
    if (mode % 2 == 0) {
      data(input.rest(), cuts);
    } else {
      chunks(input, cuts, mode >= 128);
    }
  }

  private static void data(byte[] raw, int[] cuts) {
    byte[] content = join(raw, FuzzServer.bytes("\r\n.\r\n"));
    int end = endOfContent(content);
    byte[] first = Arrays.copyOf(content, end);
    List<byte[]> pieces = new ArrayList<>(List.of(join(ENVELOPE, FuzzServer.bytes("DATA\r\n"))));
    pieces.addAll(Input.cut(join(first, FuzzServer.bytes("NOOP\r\nQUIT\r\n")), cuts));
    stored(SERVER.converse(pieces), unstuffed(first), "220,250,250,250,354,250,250,221");
  }

  private static void chunks(Input input, int[] cuts, boolean emptyLast) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    StringBuilder codes = new StringBuilder("220,250,250,250,");
    do {
      int size = input.number();
      byte[] rest = input.rest();
      byte[] chunk = Arrays.copyOf(rest, Math.min(size, rest.length));
      input = new Input(Arrays.copyOfRange(rest, chunk.length, rest.length));
      boolean last = input.isUsedUp() && !emptyLast;
      said.writeBytes(
          FuzzServer.bytes(
              (last ? "bdat " : "BDAT ") + chunk.length + (last ? " LAST" : "") + "\r\n"));
      said.writeBytes(chunk);
      content.writeBytes(chunk);
      codes.append("250,");
    } while (!input.isUsedUp());
    if (emptyLast) {
      said.writeBytes(FuzzServer.bytes("BDAT 0 LAST\r\n"));
      codes.append("250,");
    }
    said.writeBytes(FuzzServer.bytes("NOOP\r\nQUIT\r\n"));
    List<byte[]> pieces = new ArrayList<>(List.of(ENVELOPE));
    pieces.addAll(Input.cut(said.toByteArray(), cuts));
    stored(SERVER.converse(pieces), content.toByteArray(), codes + "250,221");
  }

  private static void stored(FuzzServer.Answers answers, byte[] expected, String codes) {
    String came =
        String.join(",", answers.replies().stream().map(each -> each.substring(0, 3)).toList());
    if (!came.equals(codes)) {
      throw new AssertionError("Not " + codes + " but " + came + "\n" + transcript(answers));
    }
    List<ReceivedMessage> messages = answers.messages();
    if (messages.size() != 1) {
      throw new AssertionError(messages.size() + " messages\n" + transcript(answers));
    }
    if (!Arrays.equals(messages.get(0).content(), expected)) {
      throw new AssertionError(
          "Not stored as it is: " + Arrays.toString(expected) + "\n" + transcript(answers));
    }
    messages.get(0).view().subject();
    messages.get(0).attachments();
  }

  private static String transcript(FuzzServer.Answers answers) {
    return answers.sessions().get(0).transcript();
  }

  /** The index after the first line that is a dot alone; lines end with CRLF. */
  private static int endOfContent(byte[] content) {
    return ("\r\n" + FuzzServer.text(content)).indexOf("\r\n.\r\n") + 3;
  }

  /** Without the final dot and without each line's stuffed dot. */
  private static byte[] unstuffed(byte[] content) {
    String text = "\r\n" + FuzzServer.text(content);
    text = text.substring(0, text.length() - ".\r\n".length());
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean stuffed = text.charAt(i) == '.' && text.startsWith("\r\n", i - 2);
      if (!stuffed) {
        plain.append(text.charAt(i));
      }
    }
    return FuzzServer.bytes(plain.substring(2));
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
