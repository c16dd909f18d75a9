package com.example.newsletter;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The application's own settings.
 *
 * @param from the address in the header field From
 * @param bounces where mail comes back to, before the subscriber's address is put in
 * @param incoming the directory in which mail to that address arrives, as .eml files
 * @param suppressions the file that remembers whom not to write to
 */
@ConfigurationProperties("newsletter")
public record Settings(String from, String bounces, Path incoming, Path suppressions) {}
