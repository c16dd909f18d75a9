package dev.fivefifty.file;

import dev.fivefifty.rule.ClientCertificates;
import dev.fivefifty.rule.StartTls;
import org.jspecify.annotations.Nullable;

/**
 * What rule files say under {@code server: tls}. Immutable; what is null was left out.
 *
 * @param starttls whether plain sessions can become TLS sessions
 * @param clientCertificates whether clients are asked for a certificate
 * @param clientCas a PEM file with the CAs whose clients are trusted
 * @param certificate a PEM file with the server's certificate and those that signed it
 * @param key a PEM file with its private key
 * @param keyStore a PKCS #12 file with both
 * @param password the key store's password
 */
public record TlsSettings(
    @Nullable StartTls starttls,
    @Nullable ClientCertificates clientCertificates,
    @Nullable NamedFile clientCas,
    @Nullable NamedFile certificate,
    @Nullable NamedFile key,
    @Nullable NamedFile keyStore,
    @Nullable String password) {

  /** Without the password. */
  @Override
  public String toString() {
    return "TlsSettings[starttls=" + starttls + ", clientCertificates=" + clientCertificates + "]";
  }
}
