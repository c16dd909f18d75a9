package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.expect.SessionExpectations;
import dev.fivefifty.journal.Session;

/** What can be asked about a session, which may still be going on. Not thread-safe. */
public final class SessionAssert extends SentenceAssert<SessionAssert, FiveFifty> {
  private final SessionExpectations session;

  SessionAssert(SessionExpectations session, Sentence sentence) {
    super(sentence.smtp(), SessionAssert.class, sentence);
    this.session = session;
  }

  /**
   * The client's commands were these and no others.
   *
   * @param verbs such as {@code "EHLO", "MAIL", "RCPT", "RSET", "QUIT"}, ignoring case; see {@link
   *     Session#commands()}
   * @return this
   */
  public SessionAssert says(String... verbs) {
    return ask(session.says(verbs));
  }

  /**
   * The client's commands were these in this order, perhaps with others before, between and after.
   *
   * @param verbs as in {@link #says}
   * @return this
   */
  public SessionAssert saysInOrder(String... verbs) {
    return ask(session.saysInOrder(verbs));
  }

  /**
   * The client said QUIT, whatever was answered.
   *
   * @return this
   */
  public SessionAssert saidQuit() {
    return ask(session.saidQuit());
  }

  /**
   * The connection has ended by 221 after QUIT. That is known a moment after the client has read
   * it: wait for it with {@link #within}.
   *
   * @return this
   */
  public SessionAssert endedWithQuit() {
    return ended(Session.End.QUIT);
  }

  /**
   * The connection has ended so. That is known a moment after the client knows: wait for it with
   * {@link #within}.
   *
   * @param how how
   * @return this
   */
  public SessionAssert ended(Session.End how) {
    return ask(session.ended(how));
  }

  /**
   * The session is, or at its end was, under TLS.
   *
   * @return this
   */
  public SessionAssert usedTls() {
    return ask(session.underTls());
  }

  /**
   * This user has authenticated.
   *
   * @param user the name; case matters
   * @return this
   */
  public SessionAssert authenticatedAs(String user) {
    return ask(session.authenticatedAs(user));
  }

  /**
   * The client last called itself so at EHLO or HELO.
   *
   * @param name ignoring case
   * @return this
   */
  public SessionAssert hasHelo(String name) {
    return ask(session.helo(name));
  }
}
