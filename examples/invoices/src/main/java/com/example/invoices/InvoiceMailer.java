package com.example.invoices;

/** Sends invoices. */
public interface InvoiceMailer {
  /**
   * Takes an invoice over; it is sent by the next {@link #tick()}.
   *
   * @param invoice what to send
   */
  void send(Invoice invoice);

  /** Sends what is due. To be called every minute or so, by one thread at a time. */
  void tick();

  /**
   * Whether mail to an address is known not to arrive.
   *
   * @param address a mail address
   * @return true if a mail server said that there is no such mailbox
   */
  boolean isBouncing(String address);
}
