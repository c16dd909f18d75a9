package dev.fivefifty.junit;

import dev.fivefifty.rule.Reply;
import dev.fivefifty.rule.Stage;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each reply at each stage:
 *
 * <pre>{@code
 * @ReplyTest(at = RCPT, codes = {421, 450, 550})
 * void never_loses_a_mail(FiveFifty smtp, Reply reply) { … }
 * }</pre>
 *
 * <p>The server has the rule that says the reply before any {@code @BeforeEach} method runs, and
 * asks it before all other rules that it then has. The test and its lifecycle methods may have
 * parameters of type {@link Reply} and {@link Stage}. It works in a class with {@link
 * FiveFiftyTest} and with a {@link FiveFiftyExtension}, and can be a meta-annotation.
 *
 * <p>With {@link #at()} every pair that is asked for is made, whether an RFC permits it or not.
 * Without it each code is said at every stage where an RFC permits it, so that
 * {@code @ReplyTest(sets = ReplySet.ALL)} is the whole matrix; left out are stages that the server
 * does not offer (AUTH, STARTTLS) and those where a key that narrows the rule cannot apply.
 *
 * <p>A code gets an enhanced code and a text that fit the stage: no enhanced code in the greeting,
 * in replies to HELO and EHLO, and beside 3yz (RFC 2034 §4).
 *
 * <p>At least one of {@link #codes()}, {@link #sets()} and {@link #replies()} is given; else, or if
 * no pair is left, the test fails with a message that says what to write.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith({ReplyTests.class, RulesNeedAServer.class})
public @interface ReplyTest {
  /**
   * Where in the session the reply is said.
   *
   * @return stages other than {@code HANDSHAKE}; nothing for all that an RFC permits for the code
   */
  Stage[] at() default {};

  /**
   * Codes, each of which gets a text.
   *
   * @return 200 to 599
   */
  int[] codes() default {};

  /**
   * Codes by a name, each of which gets a text.
   *
   * @return the sets
   */
  ReplySet[] sets() default {};

  /**
   * Replies as a provider gives them, said as they are; placeholders such as {@code ${to}} are
   * filled in.
   *
   * @return each a code, perhaps an enhanced code, and text, such as {@code 450 4.2.1 The user …};
   *     further lines, of text only, follow after a line feed
   */
  String[] replies() default {};

  /**
   * For which server.
   *
   * @return its name, or nothing for the server of {@link FiveFiftyTest}
   */
  String server() default "";

  /**
   * At {@code IDLE}: after how much silence, by the server's clock.
   *
   * @return a duration, more than 0
   */
  String silence() default "1s";

  /**
   * The listener's name.
   *
   * @return a glob
   */
  String listener() default "";

  /**
   * What the client calls itself.
   *
   * @return a glob
   */
  String helo() default "";

  /**
   * Who has authenticated.
   *
   * @return a glob
   */
  String user() default "";

  /**
   * The sender.
   *
   * @return a glob
   */
  String from() default "";

  /**
   * The recipient; after RCPT any accepted one.
   *
   * @return a glob
   */
  String to() default "";

  /**
   * The message's subject.
   *
   * @return a glob
   */
  String subject() default "";

  /**
   * How many matches go by first.
   *
   * @return 1 or more
   */
  int after() default 0;

  /**
   * How often the reply is said; then the server goes on as without the rule.
   *
   * @return 1 or more, or 0 for always
   */
  int times() default 0;

  /**
   * How long the reply is said, from the first match on, by the server's clock.
   *
   * @return a duration such as {@code 5m}, or nothing for ever
   */
  String lasting() default "";
}
