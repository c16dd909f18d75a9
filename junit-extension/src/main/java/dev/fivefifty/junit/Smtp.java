package dev.fivefifty.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which server a parameter is of, and that an {@code int} is a port.
 *
 * <p>A name that no {@link SmtpServer} describes is a further server with every setting at its
 * default.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Smtp {
  /**
   * The server's name.
   *
   * @return a name, or nothing for the server of {@link FiveFiftyTest}
   */
  String value() default "";

  /**
   * Of an {@code int}: which listener's port.
   *
   * @return a listener's name, such as {@code smtps}, or nothing for the first
   */
  String listener() default "";
}
