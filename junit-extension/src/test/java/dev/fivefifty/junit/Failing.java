package dev.fivefifty.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a question that is answered with no says. */
final class Failing {
  private Failing() {}

  /** The message of the failure that must come. */
  static String message(ThrowingCallable question) {
    Throwable thrown = catchThrowable(question);
    assertThat(thrown).isInstanceOf(AssertionError.class);
    return thrown.getMessage();
  }

  /** The first part of it: what was expected and what came instead. */
  static AbstractStringAssert<?> but(ThrowingCallable question) {
    String message = message(question);
    return assertThat(message.substring(0, message.indexOf("\n\n")));
  }

  /** The message of the misuse that must come, which is no failed assertion. */
  static AbstractStringAssert<?> misuse(ThrowingCallable question) {
    Throwable thrown = catchThrowable(question);
    assertThat(thrown).isInstanceOf(RuntimeException.class);
    return assertThat(thrown.getMessage());
  }
}
