package dev.fivefifty.junit;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The test is written in a way that cannot work; the message says what to write instead. */
final class Misuse extends ExtensionConfigurationException {
  private static final long serialVersionUID = 1;

  Misuse(String message) {
    super(message);
  }

  Misuse(String message, Throwable cause) {
    super(message, cause);
  }
}
