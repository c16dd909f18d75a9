package dev.fivefifty.http;

import dev.fivefifty.file.FileProblem;
import dev.fivefifty.file.RuleFileException;
import dev.fivefifty.file.SentRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request was refused, and nothing was changed: problem details as of RFC 9457. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final Pattern SUGGESTION = Pattern.compile("did you mean '?(.+?)'?\\?");

  private final int status;
  private final transient Map<String, Object> more = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private transient @Nullable Answer instead;

  /**
   * Refuses.
   *
   * @param status 400 to 599
   * @param detail what is wrong and what was expected
   */
  Refusal(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  static Refusal badRequest(String detail) {
    return new Refusal(400, detail);
  }

  /** Every error with its place. */
  static Refusal of(RuleFileException e) {
    List<FileProblem> problems = e.problems();
    Refusal refusal =
        badRequest(
            problems.size() == 1
                ? "1 error; nothing was changed"
                : problems.size() + " errors; nothing was changed");
    refusal.with("errors", problems.stream().map(Refusal::tree).toList());
    return refusal;
  }

  /** A problem as it stands in answers. */
  static Map<String, Object> tree(FileProblem problem) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (!problem.file().equals(SentRules.NAME)) {
      tree.put("file", problem.file());
    }
    tree.put("line", problem.line());
    tree.put("column", problem.column());
    tree.put("message", problem.message());
    Matcher suggestion = SUGGESTION.matcher(problem.message());
    if (suggestion.find()) {
      tree.put("suggestion", suggestion.group(1));
    }
    return tree;
  }

  Refusal with(String key, Object value) {
    more.put(key, value);
    return this;
  }

  Refusal withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** For who wants no problem details. */
  Refusal instead(Answer answer) {
    instead = answer;
    return this;
  }

  Answer answer() {
    if (instead != null) {
      return instead;
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("type", "about:blank");
    tree.put("title", title(status));
    tree.put("status", status);
    tree.put("detail", getMessage());
    tree.putAll(more);
    Answer answer = Answer.of(status, Answer.PROBLEM, tree);
    for (Map.Entry<String, String> header : new ArrayList<>(headers.entrySet())) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
