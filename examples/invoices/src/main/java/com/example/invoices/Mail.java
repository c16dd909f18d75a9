package com.example.invoices;

/**
 * A mail as it is sent, each time the same.
 *
 * @param messageId its Message-ID, by which a receiver knows a copy
 * @param sender the envelope's sender
 * @param content the message, header and body, in ASCII
 */
public record Mail(String messageId, String sender, String content) {}
