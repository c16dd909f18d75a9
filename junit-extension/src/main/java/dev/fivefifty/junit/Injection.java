package dev.fivefifty.junit;

import dev.fivefifty.FiveFifty;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.rule.Reply;
import java.lang.reflect.Method;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What parameters can be given of a server. */
final class Injection {
  private static final Set<Class<?>> TYPES =
      Set.of(FiveFifty.class, Journal.class, SSLContext.class);

  private Injection() {}

  /** Whether a parameter is of a server at all. */
  static boolean isOurs(ParameterContext parameter) {
    Class<?> type = parameter.getParameter().getType();
    return TYPES.contains(type) || parameter.isAnnotated(Smtp.class);
  }

  /** The name of the server that a parameter is of. */
  static String server(ParameterContext parameter) {
    return parameter.findAnnotation(Smtp.class).map(Smtp::value).orElse("");
  }

  /**
   * What a parameter gets.
   *
   * @throws ParameterResolutionException if nothing of a server is of its type
   */
  static Object value(ParameterContext parameter, FiveFifty smtp) {
    Class<?> type = parameter.getParameter().getType();
    String listener = parameter.findAnnotation(Smtp.class).map(Smtp::listener).orElse("");
    if (type == FiveFifty.class) {
      return smtp;
    }
    if (type == Journal.class) {
      return smtp.journal();
    }
    if (type == SSLContext.class) {
      return smtp.sslContext();
    }
    if (type == int.class || type == Integer.class) {
      try {
        return listener.isEmpty() ? smtp.port() : smtp.port(listener);
      } catch (IllegalArgumentException e) {
        throw new ParameterResolutionException(e.getMessage(), e);
      }
    }
    throw new ParameterResolutionException(
        "@Smtp "
            + type.getSimpleName()
            + " "
            + parameter.getParameter().getName()
            + ": a parameter is FiveFifty, Journal, SSLContext, or int for the port");
  }

  /**
   * Looks at the parameters of a test.
   *
   * @throws Misuse if one is of a matrix test, and the test is none
   */
  static void checkParameters(ExtensionContext context) {
    Method test = context.getRequiredTestMethod();
    if (!test.isAnnotationPresent(Test.class) && !test.isAnnotationPresent(RepeatedTest.class)) {
      return;
    }
    for (Class<?> type : test.getParameterTypes()) {
      String instead =
          type == Reply.class
              ? "@ReplyTest(at = RCPT, codes = {450, 550})"
              : type == FaultCase.class ? "@FaultTest(faults = RESET, stages = RCPT)" : null;
      if (instead != null) {
        throw new Misuse(
            context.getRequiredTestClass().getSimpleName()
                + "."
                + test.getName()
                + " asks for a "
                + type.getSimpleName()
                + ", but is a plain test: write "
                + instead
                + " in place of @"
                + (test.isAnnotationPresent(Test.class) ? "Test" : "RepeatedTest"));
      }
    }
  }
}
