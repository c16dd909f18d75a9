package dev.fivefifty.fuzz;

import dev.fivefifty.journal.Exchange;
import dev.fivefifty.journal.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * AUTH exchanges, of base64 and of anything else: each line is answered once, who is let in has
 * shown the password, and nothing of what was shown is in the journal.
 */
public final class AuthTarget {
  private static final String PASSWORD = "tanstaaftanstaaf";

  private static final FuzzServer SERVER = new FuzzServer(builder -> builder.user("tim", PASSWORD));

  private static final List<String> MECHANISMS =
      List.of("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "plain", "SCRAM-SHA-1", "");

  private static final int MOST = 16 * 1024;

  /** A shorter one may be elsewhere by chance. */
  private static final int TELLING = 24;

  private AuthTarget() {}

  /** For Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length > MOST) {
      return;
    }
    Input input = new Input(bytes);
    String mechanism = MECHANISMS.get(input.number() % MECHANISMS.size());
    int shape = input.number();
    List<String> responses = new ArrayList<>();
    StringBuilder shown = new StringBuilder();
    do {
      byte[] piece = input.piece();
      shown.append(new String(piece, StandardCharsets.ISO_8859_1));
      boolean plain = (shape >> (1 + responses.size() % 7) & 1) != 0;
      responses.add(plain ? oneLine(piece) : Base64.getEncoder().encodeToString(piece));
    } while (!input.isUsedUp() && responses.size() < 5);
    boolean initial = shape % 2 != 0;
    String said = "AUTH " + mechanism;
    if (initial) {
      said += " " + responses.remove(0);
    }
    said += "\r\n" + String.join("\r\n", responses) + (responses.isEmpty() ? "" : "\r\n");
    FuzzServer.Answers answers =
        SERVER.converse(List.of(FuzzServer.bytes("EHLO c\r\n" + said + "QUIT\r\n")));
    check(said, shown.toString(), responses, answers);
  }

  private static void check(
      String said, String shown, List<String> responses, FuzzServer.Answers answers) {
    String transcript = journal(answers.sessions().get(0));
    List<String> replies = answers.replies();
    // The greeting, EHLO and QUIT, which may be taken for a response.
    int expected = 2 + said.split("\n", -1).length - 1 + 1;
    if (replies.size() != expected && !quitsEarly(responses)) {
      throw new AssertionError("Not " + expected + " replies\n" + said + "\n" + transcript);
    }
    if (replies.stream().anyMatch(reply -> reply.startsWith("235")) && !said.contains("CRAM")) {
      boolean known = shown.contains(PASSWORD) || decoded(responses, said).contains(PASSWORD);
      if (!known) {
        throw new AssertionError("Let in without the password\n" + said + "\n" + transcript);
      }
    }
    for (int i = 0; i < responses.size(); i++) {
      boolean asked = replies.size() > 2 + i && replies.get(2 + i).startsWith("334");
      String response = responses.get(i).strip();
      if (asked && isTelling(response, said) && transcript.contains(response)) {
        throw new AssertionError("Shown: " + response + "\n" + transcript);
      }
      if (!asked) {
        break;
      }
    }
    if (transcript.contains(PASSWORD)) {
      boolean sentInClear = said.contains(PASSWORD);
      if (!sentInClear) {
        throw new AssertionError("The password is shown\n" + transcript);
      }
    }
  }

  /** Not if it was also sent where it is no secret. */
  private static boolean isTelling(String response, String said) {
    return response.length() >= TELLING && said.indexOf(response, said.indexOf(response) + 1) < 0;
  }

  /** All that the journal has. */
  private static String journal(Session session) {
    StringBuilder all = new StringBuilder(session.transcript()).append(session);
    for (Exchange exchange : session.exchanges()) {
      all.append('\n').append(exchange).append('\n').append(exchange.occasion());
      all.append('\n').append(exchange.received().text());
      all.append('\n').append(exchange.sent().text());
    }
    return all.toString();
  }

  private static boolean quitsEarly(List<String> responses) {
    return responses.stream().anyMatch(each -> each.strip().equalsIgnoreCase("QUIT"))
        || responses.stream().anyMatch(AuthTarget::readsContent);
  }

  /** A response that is taken for a command which makes content of what follows. */
  private static boolean readsContent(String response) {
    return response.regionMatches(true, 0, "BDAT", 0, 4);
  }

  private static String decoded(List<String> responses, String said) {
    List<String> all = new ArrayList<>(responses);
    all.addAll(List.of(said.split("[ \r\n]+")));
    StringBuilder text = new StringBuilder();
    for (String each : all) {
      try {
        text.append(new String(Base64.getDecoder().decode(each), StandardCharsets.ISO_8859_1));
      } catch (IllegalArgumentException e) {
        // Not base64, so it was not taken.
      }
    }
    return text.toString();
  }

  private static String oneLine(byte[] bytes) {
    return FuzzServer.text(bytes).replaceAll("[\r\n]", "");
  }
}
