package dev.fivefifty.junit;

import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.StartTls;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class an SMTP server.
 *
 * <p>Constructors, lifecycle methods and test methods may have parameters of type {@link
 * dev.fivefifty.FiveFifty}, {@link dev.fivefifty.journal.Journal}, {@link javax.net.ssl.SSLContext}
 * (trusts the server), and {@code @Smtp int} (its port). What a test is to meet is said by {@link
 * SmtpRule}, {@link SmtpRules} and {@link Scenario}, on the class, on an enclosing class or on the
 * method.
 *
 * <p>It is inherited by subclasses and by {@code @Nested} classes, which share the outer class's
 * server, and can be a meta-annotation. Further servers of one test are told apart by name: {@link
 * SmtpServer}, {@link Smtp}.
 *
 * @see FiveFiftyExtension for the same without annotations
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(AnnotatedServers.class)
public @interface FiveFiftyTest {
  /**
   * How long the server lives.
   *
   * @return a fresh one for each test method by default
   */
  Scope scope() default Scope.PER_METHOD;

  /**
   * Rule files: their rules, and what they say of the server.
   *
   * @return {@code classpath:} and a resource's name, or paths
   */
  String[] files() default {};

  /**
   * Scenarios of your own beside those that are shipped, for {@link Scenario} and for {@link
   * dev.fivefifty.FiveFifty#addScenario}.
   *
   * @return a directory where {@code NAME.yaml} is the scenario NAME, or nothing
   */
  String scenarios() default "";

  /**
   * What the server calls itself.
   *
   * @return a host name
   */
  String hostname() default "localhost";

  /**
   * Whether sessions can, or must, become TLS sessions.
   *
   * @return disabled by default
   */
  StartTls starttls() default StartTls.DISABLED;

  /**
   * Whether there is a second listener, {@code smtps}, that begins with a TLS handshake.
   *
   * @return false by default
   */
  boolean implicitTls() default false;

  /**
   * Whether clients are asked for a certificate.
   *
   * @return none by default
   */
  ClientCertificates clientCertificates() default ClientCertificates.NONE;

  /**
   * Who may authenticate; with nobody, AUTH is not offered.
   *
   * @return users as {@code name:password}; {@code *} accepts anybody
   */
  String[] users() default {};

  /**
   * The SASL mechanisms that AUTH offers.
   *
   * @return names; all that there are by default
   */
  String[] mechanisms() default {};

  /**
   * Whether mail is taken only after AUTH.
   *
   * @return false by default
   */
  boolean authRequired() default false;

  /**
   * Whether AUTH is offered only under TLS.
   *
   * @return false by default
   */
  boolean authOnlyUnderTls() default false;

  /**
   * What fails a test although all its assertions hold.
   *
   * @return nothing by default
   */
  Strict[] strict() default {};

  /**
   * From which chances and random delays are drawn. A failure names the seed that it was drawn
   * from.
   *
   * @return a number, or 0 for another one each time
   */
  long seed() default 0;

  /**
   * When the journal is attached to a test as a file.
   *
   * @return when the test fails, by default
   */
  JournalDump dump() default JournalDump.ON_FAILURE;

  /**
   * Further settings.
   *
   * @return classes with a constructor without parameters
   */
  Class<? extends Configuration>[] configure() default {};

  /**
   * Where the server's control API is, if it runs already, such as in a container. Tests share it,
   * one after the other unless they are {@link #tagged}; it is reset before each and not stopped.
   * Its settings are its own: only {@link #scope}, {@link #strict}, {@link #dump}, {@link
   * #scenarios} and the rules of {@link #files} can be said here.
   *
   * <p>The configuration parameter {@code fivefifty.remote} says the same for all tests that do
   * not, {@code fivefifty.remote.NAME} for a server with a name, and {@code fivefifty.token} the
   * token.
   *
   * @return such as {@code http://127.0.0.1:8025}, or nothing for a server that is started here
   */
  String remote() default "";

  /**
   * Whether tests share the server at the same time: each gets a short tag of its own, {@link
   * dev.fivefifty.FiveFifty#tag()}, and a view of the server that has that tag's rules and journal
   * only, see {@link dev.fivefifty.FiveFifty#tagged}. Rules of annotations and {@link #files} go to
   * the tag, and at the end of the test nothing of it stays. The mail of the test must carry the
   * tag, where the server was told to look for tags ({@code serve --tags subaddress}, {@code tags}
   * under {@code server} in a rule file, {@link dev.fivefifty.FiveFifty.Builder#tags}). A server
   * that is started for one test alone needs no tags, and has none.
   *
   * <p>The configuration parameter {@code fivefifty.tagged} says the same of every server
   * elsewhere.
   *
   * @return false by default
   */
  boolean tagged() default false;
}
