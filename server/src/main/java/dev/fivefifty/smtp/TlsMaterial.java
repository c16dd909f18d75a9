package dev.fivefifty.smtp;

import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.ClientCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one run, and what both ends of a TLS connection need of them. A CA and all
 * that it signs are made when first asked for; before that neither BouncyCastle nor JSSE is loaded.
 *
 * <p>JSSE's own settings are the application's and stay as they are: what they disable (such as TLS
 * 1.1) is disabled here too.
 *
 * <p>Safe for use by several threads.
 */
public final class TlsMaterial {
  private final List<String> hosts;
  private final @Nullable TlsIdentity own;
  private final List<X509Certificate> clientCas;

  // Fields, and not suppliers of them: linking a lambda loads the types that it returns.
  private @Nullable TestAuthority authority;
  private @Nullable SSLContext clientContext;

  private final Map<Optional<CertificateFault>, TlsIdentity> identities = new ConcurrentHashMap<>();
  private final Map<ServerKind, SSLContext> serverContexts = new ConcurrentHashMap<>();

  private record ServerKind(Optional<CertificateFault> fault, ClientCertificates clients) {}

  /**
   * Certificates made for this run.
   *
   * @param hostname what the server calls itself: named by its certificate, besides {@code
   *     localhost}, 127.0.0.1 and ::1
   */
  public TlsMaterial(String hostname) {
    this(hostname, null, List.of());
  }

  /**
   * With certificates of the user's own.
   *
   * @param hostname what the server calls itself
   * @param own what the server shows when no fault is asked for; null for one made for this run
   * @param clientCas whose clients are trusted; none for this run's CA
   */
  public TlsMaterial(
      String hostname, @Nullable TlsIdentity own, Collection<X509Certificate> clientCas) {
    Set<String> names = new LinkedHashSet<>();
    names.add(Objects.requireNonNull(hostname, "hostname"));
    names.addAll(List.of("localhost", "127.0.0.1", "::1"));
    this.hosts = List.copyOf(names);
    this.own = own;
    this.clientCas = List.copyOf(clientCas);
  }

  /**
   * The CA of this run. It signs the server's certificate (but for the user's own) and those of
   * {@link #clientContextWithCertificate}.
   *
   * @return always the same
   */
  public X509Certificate caCertificate() {
    return authority().certificate();
  }

  /**
   * What a client in any language is to trust, as {@link #clientContext()} does: the CA of this
   * run, and the last certificate of the user's own chain, if there is one. (If that is not a root,
   * OpenSSL asks for {@code -partial_chain}.)
   *
   * @return certificates in PEM
   */
  public String caPem() {
    StringBuilder pem = new StringBuilder();
    Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    try {
      for (X509Certificate certificate : anchors()) {
        pem.append("-----BEGIN CERTIFICATE-----\n")
            .append(base64.encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encode a certificate", e);
    }
    return pem.toString();
  }

  /**
   * A client's end, which trusts this run alone and has no certificate.
   *
   * @return always the same
   */
  public synchronized SSLContext clientContext() {
    if (clientContext == null) {
      clientContext = clientContext(null);
    }
    return clientContext;
  }

  /**
   * A client's end with a certificate that the CA of this run signed.
   *
   * @param commonName the certificate's subject is {@code CN=} this
   * @return a new one each time
   */
  public SSLContext clientContextWithCertificate(String commonName) {
    return clientContext(authority().client(commonName));
  }

  /**
   * The server's end. Each combination has one of its own, so that no session begun with one
   * certificate is resumed where another is to be shown.
   *
   * @param fault what is wrong with the certificate; null for a good one
   * @param clients whether clients are asked; the socket must be told too, by {@link
   *     Handshake#askForCertificate}
   * @return always the same for the same arguments
   */
  public SSLContext serverContext(@Nullable CertificateFault fault, ClientCertificates clients) {
    return serverContexts.computeIfAbsent(
        new ServerKind(Optional.ofNullable(fault), clients),
        kind ->
            context(
                identities.computeIfAbsent(kind.fault(), wrong -> identity(wrong.orElse(null))),
                clientTrust(clients)));
  }

  private synchronized TestAuthority authority() {
    if (authority == null) {
      authority = new TestAuthority("FiveFifty test CA");
    }
    return authority;
  }

  private SSLContext clientContext(@Nullable TlsIdentity identity) {
    return context(identity, trust(anchors()));
  }

  private List<X509Certificate> anchors() {
    List<X509Certificate> anchors = new ArrayList<>(List.of(caCertificate()));
    if (own != null) {
      anchors.add(own.chain().get(own.chain().size() - 1));
    }
    return anchors;
  }

  private TlsIdentity identity(@Nullable CertificateFault fault) {
    if (fault == null) {
      return own != null ? own : signed("FiveFifty test server", TestAuthority.Validity.now());
    }
    String subject = "FiveFifty test server, " + fault.keyword();
    return switch (fault) {
      case EXPIRED -> signed(subject, TestAuthority.Validity.over());
      case NOT_YET_VALID -> signed(subject, TestAuthority.Validity.toCome());
      case WRONG_HOST ->
          authority().server(subject, List.of("wrong-host.invalid"), TestAuthority.Validity.now());
      case SELF_SIGNED -> TestAuthority.selfSigned(subject, hosts);
      case UNKNOWN_CA ->
          new TestAuthority("FiveFifty unknown CA")
              .server(subject, hosts, TestAuthority.Validity.now());
    };
  }

  private TlsIdentity signed(String subject, TestAuthority.Validity validity) {
    return authority().server(subject, hosts, validity);
  }

  private TrustManager[] clientTrust(ClientCertificates clients) {
    return switch (clients) {
      case NONE -> new TrustManager[0];
      case REQUESTED -> new TrustManager[] {new AnyCertificate()};
      case REQUIRED -> trust(clientCas.isEmpty() ? List.of(caCertificate()) : clientCas);
    };
  }

  static TrustManager[] trust(List<X509Certificate> anchors) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < anchors.size(); i++) {
        store.setCertificateEntry("ca-" + i, anchors.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot trust certificates", e);
    }
  }

  static SSLContext context(@Nullable TlsIdentity identity, TrustManager[] trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      // Empty, not null: null means the default key and trust stores to some providers.
      context.init(
          identity == null
              ? new KeyManager[0]
              : new KeyManager[] {new IdentityKeyManager(identity)},
          trust,
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
