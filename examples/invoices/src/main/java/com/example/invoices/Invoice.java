package com.example.invoices;

import java.util.List;

/**
 * An invoice.
 *
 * @param number its number
 * @param text what it says
 * @param recipients the addresses that it goes to
 */
public record Invoice(String number, String text, List<String> recipients) {
  /** Copies the list. */
  public Invoice {
    recipients = List.copyOf(recipients);
  }

  /**
   * An invoice to some addresses.
   *
   * @param number its number
   * @param recipients where it goes
   * @return the invoice
   */
  public static Invoice to(String number, String... recipients) {
    return new Invoice(number, "Please pay invoice " + number + ".", List.of(recipients));
  }
}
