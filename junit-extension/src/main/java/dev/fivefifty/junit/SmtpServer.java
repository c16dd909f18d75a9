package dev.fivefifty.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a further server of a class with {@link FiveFiftyTest}, such as the second of two mail
 * exchangers. Its scope, strictness and dump are those of the class.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(SmtpServer.List.class)
public @interface SmtpServer {
  /**
   * The name by which {@link Smtp} and {@link SmtpRule#server()} ask for it.
   *
   * @return a name, unique in the class and those around it
   */
  String value();

  /**
   * Its settings.
   *
   * @return those of {@link FiveFiftyTest}, but for scope, strict and dump, which must be left out
   */
  FiveFiftyTest with() default @FiveFiftyTest;

  /** Several. */
  @Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
  @Retention(RetentionPolicy.RUNTIME)
  @Documented
  @Inherited
  @interface List {
    /**
     * Several.
     *
     * @return in order
     */
    SmtpServer[] value();
  }
}
