/** Sends invoices by Spring's JavaMailSender, from an outbox, until each has arrived or cannot. */
package com.example.invoices;
