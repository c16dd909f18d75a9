package dev.fivefifty.junit;

import dev.fivefifty.rule.Stage;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each fault at each stage where it makes sense:
 *
 * <pre>{@code
 * @FaultTest(faults = {RESET, STALL, LOST_ACK}, stages = {MAIL, RCPT, DATA, MESSAGE})
 * void sends_exactly_once(FiveFifty smtp, FaultCase fault) { … }
 * }</pre>
 *
 * <p>The server has the rule that does it before any {@code @BeforeEach} method runs, and asks it
 * before all other rules that it then has. The test and its lifecycle methods may have parameters
 * of type {@link FaultCase} and {@link Stage}. It works in a class with {@link FiveFiftyTest} and
 * with a {@link FiveFiftyExtension}, and can be a meta-annotation.
 *
 * <p>Pairs that make no sense are left out: {@code MATRIX.md} lists them with the reason, and
 * {@link FaultKind#whyNotAt} gives it. If none is left, or the server does not offer what a stage
 * that is named needs (TLS, AUTH), the test fails with a message that says what to write. Without
 * {@link #stages()} it is every stage that makes sense, but for those that the server does not
 * offer and those where a key that narrows the rule cannot apply.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith({FaultTests.class, RulesNeedAServer.class})
public @interface FaultTest {
  /**
   * What the server does wrong.
   *
   * @return faults; nothing for all that there are
   */
  FaultKind[] faults() default {};

  /**
   * Where in the session.
   *
   * @return stages; nothing for all at which a fault makes sense
   */
  Stage[] stages() default {};

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
   * How often the fault strikes; then the server goes on as without the rule.
   *
   * @return 1 or more, or 0 for always
   */
  int times() default 0;

  /**
   * How long the fault strikes, from the first match on, by the server's clock.
   *
   * @return a duration such as {@code 5m}, or nothing for ever
   */
  String lasting() default "";
}
