package dev.fivefifty.junit;

import dev.fivefifty.rule.Close;
import dev.fivefifty.rule.MessageFate;
import dev.fivefifty.rule.Per;
import dev.fivefifty.rule.Stage;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A rule for a test, or for every test of a class: each attribute is the key of the same name in a
 * rule file, and is left out unless it is given. Keys that are not here, such as {@code
 * capabilities} or {@code certificate}, are said with {@link SmtpRules#yaml()} or in Java with
 * {@code smtp.add(…)}.
 *
 * <p>Rules of a method are asked before those of its class, and those of a nested class before
 * those of the outer one; of several in one place the first comes first. A rule that is refused
 * fails the test.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(SmtpRule.List.class)
@ExtendWith(RulesNeedAServer.class)
public @interface SmtpRule {
  /**
   * Where in the session the rule is asked.
   *
   * @return a stage
   */
  Stage at();

  /**
   * The rule's name, which failures and the journal give.
   *
   * @return a unique name, or nothing for a made one
   */
  String name() default "";

  /**
   * For which server.
   *
   * @return its name, or nothing for the server of {@link FiveFiftyTest}
   */
  String server() default "";

  /**
   * At {@code idle}: after how much silence.
   *
   * @return a duration such as {@code 5s}
   */
  String silence() default "";

  /**
   * The client's address.
   *
   * @return an IP address or a network in CIDR notation
   */
  String client() default "";

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
   * How many recipients there are.
   *
   * @return a number, or one with {@code >}, {@code <}, {@code >=}, {@code <=}
   */
  String recipients() default "";

  /**
   * The size of the message.
   *
   * @return such as {@code >1MB}
   */
  String size() default "";

  /**
   * The message's subject.
   *
   * @return a glob
   */
  String subject() default "";

  /**
   * A header field of the message.
   *
   * @return globs, each behind the field's name and a colon: {@code "X-Mailer: Acme*"}
   */
  String[] header() default {};

  /**
   * The message's body.
   *
   * @return a glob
   */
  String body() default "";

  /**
   * The raw command.
   *
   * @return a glob
   */
  String line() default "";

  /**
   * Keeps counts apart.
   *
   * @return by what
   */
  Per[] per() default {};

  /**
   * How long the rule applies from the first match on.
   *
   * @return a duration such as {@code 5m}
   */
  String lasting() default "";

  /**
   * How many matches go by first.
   *
   * @return 1 or more
   */
  int after() default 0;

  /**
   * Matches older than this are forgotten.
   *
   * @return a duration such as {@code 1m}
   */
  String window() default "";

  /**
   * How often the rule applies.
   *
   * @return 1 or more
   */
  int times() default 0;

  /**
   * With what probability the rule applies, drawn from the server's seed.
   *
   * @return 0 to 1
   */
  double chance() default 1;

  /**
   * What is said.
   *
   * @return the lines of a reply, or {@code default}, {@code none} or {@code as-addressed} alone
   */
  String[] reply() default {};

  /**
   * Bytes that are sent as they are; the code points of the text are the bytes.
   *
   * @return text up to U+00FF
   */
  String raw() default "";

  /**
   * What is said at each application in turn; the last is said ever after.
   *
   * @return replies of one line, or {@code pass}
   */
  String[] sequence() default {};

  /**
   * How long the answer waits, by the server's clock.
   *
   * @return a duration such as {@code 2s}
   */
  String delay() default "";

  /**
   * How long nothing more happens after the answer.
   *
   * @return a duration, or {@code forever}
   */
  String stall() default "";

  /**
   * After how many bytes the reply is cut off.
   *
   * @return 1 or more
   */
  int cut() default 0;

  /**
   * How the connection ends.
   *
   * @return one of them
   */
  Close[] close() default {};

  /**
   * What becomes of the message, whatever is said.
   *
   * @return one of them
   */
  MessageFate[] message() default {};

  /** Several. */
  @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @Retention(RetentionPolicy.RUNTIME)
  @Documented
  @Inherited
  @ExtendWith(RulesNeedAServer.class)
  @interface List {
    /**
     * Several.
     *
     * @return in order
     */
    SmtpRule[] value();
  }
}
