package dev.fivefifty.fault;

/** FIN without TLS's close_notify, as an attacker would cut a session off. */
public record TruncateFault() implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.truncate();
  }
}
