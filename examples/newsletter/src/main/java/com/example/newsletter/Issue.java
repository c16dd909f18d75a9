package com.example.newsletter;

/**
 * An issue of the newsletter.
 *
 * @param number what it is known by, such as {@code 2026-11}
 * @param subject its subject
 * @param text its text
 */
public record Issue(String number, String subject, String text) {}
