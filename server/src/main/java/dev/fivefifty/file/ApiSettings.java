package dev.fivefifty.file;

import org.jspecify.annotations.Nullable;

/**
 * What rule files say under {@code server: http}. Immutable; what is null was left out.
 *
 * @param port 0 to 65,535; 0 takes a free one
 * @param off whether there is to be no control API
 * @param bind the address to listen on, an IP address
 * @param token what requests must show, or {@code none}
 */
public record ApiSettings(
    @Nullable Integer port, boolean off, @Nullable String bind, @Nullable String token) {
  /** Without the token, which is a secret. */
  @Override
  public String toString() {
    return "ApiSettings[port="
        + (off ? "off" : port)
        + ", bind="
        + bind
        + (token == null ? "]" : ", with a token]");
  }
}
