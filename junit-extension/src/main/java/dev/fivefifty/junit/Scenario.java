package dev.fivefifty.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A scenario of the library for a test, or for every test of a class:
 * {@code @Scenario("mailbox-full")}.
 *
 * <p>In one place its rules are asked after those of {@link SmtpRule} and {@link SmtpRules}, and of
 * several scenarios the first comes first. As with those, a method's come before its class's, and
 * those of a nested class before those of the outer one.
 *
 * <p>What a scenario needs of the server, such as STARTTLS, it gets where the server is started for
 * the test, or for the class that the scenario is on, unless the settings beside it say something
 * else. On a server that runs already it fails the test that needs it.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(Scenario.List.class)
@ExtendWith(RulesNeedAServer.class)
public @interface Scenario {
  /**
   * Which.
   *
   * @return its name, as {@code fivefifty scenarios} lists it, or one of {@link
   *     FiveFiftyTest#scenarios()}
   */
  String value();

  /**
   * What it is told.
   *
   * @return parameters such as {@code "domain=example.com"}; what is left out is as in its file
   */
  String[] with() default {};

  /**
   * What its rules are named by instead of its name, so that it can be there twice.
   *
   * @return a name, or nothing
   */
  String as() default "";

  /**
   * For which server.
   *
   * @return its name, or nothing for the server of {@link FiveFiftyTest}
   */
  String server() default "";

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
    Scenario[] value();
  }
}
