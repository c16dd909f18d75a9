package dev.fivefifty.fault;

/** FIN from the server, which goes on reading and answers nothing. */
public record HalfCloseFault() implements Fault {
  @Override
  public void strike(Wire wire) {
    wire.halfClose();
  }
}
