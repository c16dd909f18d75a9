/** Sends invoices by mail, from an outbox, until each has arrived or cannot. */
package com.example.invoices;
