package dev.fivefifty.expect;

import dev.fivefifty.journal.Session;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The questions about one session, which may go on while they are asked. Immutable and thread-safe.
 */
public final class SessionExpectations {
  private final String which;
  private final Function<List<Session>, Optional<Session>> choose;

  SessionExpectations(String which, Function<List<Session>, Optional<Session>> choose) {
    this.which = which;
    this.choose = choose;
  }

  private Expectation expect(String what, Function<Session, Judgement> judge) {
    return new Fact(
        which + " " + what,
        evidence ->
            choose
                .apply(evidence.sessions())
                .map(
                    session ->
                        judge
                            .apply(session)
                            .about(session.attempts())
                            .inSessions(List.of(session.id())))
                .orElseGet(() -> SessionsExpectations.missing(evidence)));
  }

  private Expectation expect(String what, Predicate<Session> holds, Function<Session, String> why) {
    return expect(what, session -> Judgement.of(holds.test(session), why.apply(session)));
  }

  /**
   * There is such a session.
   *
   * @return the expectation
   */
  public Expectation exists() {
    return expect("exists", session -> Judgement.yes());
  }

  /**
   * The client's commands were these and no others.
   *
   * @param verbs such as {@code "EHLO", "MAIL", "RCPT", "RSET", "QUIT"}, ignoring case; see {@link
   *     Session#commands()}
   * @return the expectation
   */
  public Expectation says(String... verbs) {
    List<String> expected = upper(verbs);
    return expect(
        "says " + String.join(" ", expected),
        session -> {
          List<String> actual = session.commands();
          if (session.discardedExchanges() > 0) {
            return Judgement.no(
                "its first " + session.discardedExchanges() + " exchanges are no longer known");
          }
          if (actual.equals(expected)) {
            return Judgement.yes();
          }
          int at = 0;
          while (at < Math.min(actual.size(), expected.size())
              && actual.get(at).equals(expected.get(at))) {
            at++;
          }
          return Judgement.no(difference(session, expected, actual, at))
              // What was said stays said.
              .finallySo(at < actual.size() || !session.isOpen());
        });
  }

  private static String difference(
      Session session, List<String> expected, List<String> actual, int at) {
    String said = "it says " + String.join(" ", actual);
    if (actual.isEmpty()) {
      said = "it says nothing";
    }
    if (at == expected.size()) {
      return said
          + "; after "
          + (at == 0 ? "the greeting" : expected.get(at - 1))
          + " nothing more was expected, and "
          + actual.get(at)
          + " came";
    }
    if (at == actual.size()) {
      return said + "; " + expected.get(at) + " is missing at the end" + ", and " + state(session);
    }
    return said
        + "; command "
        + (at + 1)
        + " was expected to be "
        + expected.get(at)
        + " and was "
        + actual.get(at);
  }

  /**
   * The client's commands were these in this order, perhaps with others before, between and after.
   *
   * @param verbs as in {@link #says}
   * @return the expectation
   */
  public Expectation saysInOrder(String... verbs) {
    List<String> expected = upper(verbs);
    return expect(
        "says, perhaps among others, " + String.join(" ", expected),
        session -> {
          List<String> actual = session.commands();
          int found = 0;
          for (String verb : actual) {
            if (found < expected.size() && verb.equals(expected.get(found))) {
              found++;
            }
          }
          return found == expected.size()
              ? Judgement.yes()
              : Judgement.no(
                      (actual.isEmpty()
                              ? "it says nothing"
                              : "it says " + String.join(" ", actual) + "; there is no ")
                          + (actual.isEmpty() ? "" : expected.get(found))
                          + (found == 0 || actual.isEmpty()
                              ? ""
                              : " after " + String.join(" ", expected.subList(0, found))))
                  .finallySo(!session.isOpen());
        });
  }

  private static List<String> upper(String... verbs) {
    return Arrays.stream(verbs).map(verb -> verb.toUpperCase(Locale.ROOT)).toList();
  }

  /**
   * The client said QUIT.
   *
   * @return the expectation
   */
  public Expectation saidQuit() {
    return expect("says QUIT", Session::saidQuit, session -> "it does not, and " + state(session));
  }

  /**
   * The connection ended so.
   *
   * @param how how
   * @return the expectation
   */
  public Expectation ended(Session.End how) {
    return expect(
        "ended with " + how,
        session ->
            Judgement.of(session.end().filter(how::equals).isPresent(), state(session))
                .finallySo(!session.isOpen()));
  }

  private static String state(Session session) {
    return session.end().map(end -> "it ended with " + end).orElse("it is still open");
  }

  /**
   * The session is, or at its end was, under TLS.
   *
   * @return the expectation
   */
  public Expectation underTls() {
    return expect(
        "is under TLS",
        Session::tls,
        session ->
            "it is in plain text"
                + (session.commands().contains("STARTTLS")
                    ? ", though the client said STARTTLS"
                    : ", and the client did not say STARTTLS"));
  }

  /**
   * This user has authenticated.
   *
   * @param user the name, case matters
   * @return the expectation
   */
  public Expectation authenticatedAs(String user) {
    return expect(
        "is authenticated as " + user,
        session -> session.user().filter(user::equals).isPresent(),
        session ->
            session
                .user()
                .map(other -> "it is authenticated as " + other)
                .orElse(
                    session.commands().contains("AUTH")
                        ? "the client said AUTH, without success"
                        : "the client did not say AUTH"));
  }

  /**
   * The client last called itself so at EHLO or HELO.
   *
   * @param name ignoring case
   * @return the expectation
   */
  public Expectation helo(String name) {
    return expect(
        "has the client name " + name,
        session -> session.helo().filter(name::equalsIgnoreCase).isPresent(),
        session ->
            session
                .helo()
                .map(other -> "the client called itself " + other)
                .orElse("the client said neither EHLO nor HELO"));
  }
}
