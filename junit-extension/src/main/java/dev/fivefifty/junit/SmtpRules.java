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
 * Rules for a test, or for every test of a class, in the language of rule files. Those of a method
 * are asked before those of its class, and those of a nested class before those of the outer one.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(SmtpRules.List.class)
@ExtendWith(RulesNeedAServer.class)
public @interface SmtpRules {
  /**
   * Rule files. What they say under {@code server:} is an error here: see {@link
   * FiveFiftyTest#files()}.
   *
   * @return {@code classpath:} and a resource's name, or paths
   */
  String[] value() default {};

  /**
   * Rules in YAML, written as in a file: {@code rules:} and a list.
   *
   * @return the text
   */
  String yaml() default "";

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
    SmtpRules[] value();
  }
}
