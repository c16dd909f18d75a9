package dev.fivefifty.fault;

/** An orderly end: close_notify under TLS, then FIN. */
public record FinFault() implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.finish();
  }
}
