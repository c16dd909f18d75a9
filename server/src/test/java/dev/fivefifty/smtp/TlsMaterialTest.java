package dev.fivefifty.smtp;

import static dev.fivefifty.rule.ClientCertificates.NONE;
import static dev.fivefifty.rule.ClientCertificates.REQUESTED;
import static dev.fivefifty.rule.ClientCertificates.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fivefifty.rule.CertificateFault;
import dev.fivefifty.rule.ClientCertificates;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsMaterialTest {
  private static final TlsMaterial MATERIAL = new TlsMaterial("mx.example.test");

  // ---- the server's certificate

  @ParameterizedTest
  @CsvSource({
    "mx.example.test, HTTPS, TLSv1.3",
    "localhost, HTTPS, TLSv1.3",
    "127.0.0.1, HTTPS, TLSv1.3",
    "::1, HTTPS, TLSv1.3",
    "localhost, LDAPS, TLSv1.3",
    "mx.example.test, LDAPS, TLSv1.2",
    "localhost, HTTPS, TLSv1.2",
    "127.0.0.1, HTTPS, TLSv1.2",
    "::1, HTTPS, TLSv1.2",
  })
  void aGoodCertificateIsTrustedUnderEachName(String host, String identification, String protocol)
      throws Exception {
    try (TlsPeer server = new TlsPeer(MATERIAL.serverContext(null, NONE), NONE)) {
      SSLSession session = server.meet(MATERIAL.clientContext(), host, identification, protocol);

      assertThat(session.getProtocol()).isEqualTo(protocol);
      assertThat(server.shown()).isEqualTo("none");
    }
  }

  @Test
  void anExpiredCertificate() {
    assertThatThrownBy(meeting(CertificateFault.EXPIRED))
        .isInstanceOf(SSLHandshakeException.class)
        .hasRootCauseInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void aCertificateThatIsNotYetValid() {
    assertThatThrownBy(meeting(CertificateFault.NOT_YET_VALID))
        .isInstanceOf(SSLHandshakeException.class)
        .hasRootCauseInstanceOf(CertificateNotYetValidException.class);
  }

  @Test
  void aCertificateOfAnotherHost() {
    assertThatThrownBy(meeting(CertificateFault.WRONG_HOST))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("No subject alternative DNS name matching localhost found");
  }

  @Test
  void aCertificateOfAnotherHostIsGoodOtherwise() throws Exception {
    try (TlsPeer server =
        new TlsPeer(MATERIAL.serverContext(CertificateFault.WRONG_HOST, NONE), NONE)) {
      assertThat(server.meet(MATERIAL.clientContext(), "localhost", null).isValid()).isTrue();
      assertThat(server.meet(MATERIAL.clientContext(), "wrong-host.invalid", "HTTPS").isValid())
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SELF_SIGNED", "UNKNOWN_CA"})
  void aCertificateThatNobodyTrusts(CertificateFault fault) {
    assertThatThrownBy(meeting(fault))
        .isInstanceOf(SSLHandshakeException.class)
        .hasMessageContaining("unable to find valid certification path to requested target");
  }

  @ParameterizedTest
  @EnumSource
  void aBadCertificateIsBadInTls12Too(CertificateFault fault) throws Exception {
    try (TlsPeer server = new TlsPeer(MATERIAL.serverContext(fault, NONE), NONE)) {
      assertThatThrownBy(
              () -> server.meet(MATERIAL.clientContext(), "localhost", "HTTPS", "TLSv1.2"))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void whoSignedWhom() {
    X509Certificate ca = MATERIAL.caCertificate();

    assertThat(TestAuthority.selfSigned("x", List.of("localhost")).chain())
        .singleElement()
        .satisfies(
            leaf ->
                assertThat(leaf.getIssuerX500Principal())
                    .isEqualTo(leaf.getSubjectX500Principal()));
    assertThat(new TestAuthority("Other").certificate().getIssuerX500Principal())
        .isNotEqualTo(ca.getIssuerX500Principal());
    assertThat(ca.getSubjectX500Principal().getName()).matches("CN=FiveFifty test CA [0-9a-f]{8}");
    assertThat(ca.getBasicConstraints()).isZero();
    assertThat(((ECPublicKey) ca.getPublicKey()).getParams().getOrder().bitLength()).isEqualTo(256);
  }

  @Test
  void validForNoLongerThanClientsTake() {
    X509Certificate ca = MATERIAL.caCertificate();

    assertThat(ca.getNotBefore().toInstant())
        .isBetween(
            Instant.now().minus(Duration.ofHours(25)), Instant.now().minus(Duration.ofHours(23)));
    assertThat(Duration.between(ca.getNotBefore().toInstant(), ca.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofDays(397));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[127.0.0.1]", "a_b", "bücher.example", "127.0.0.2", "a..b", "x."})
  void aHostNameThatIsOddLeavesTheOthersNamed(String hostname) throws Exception {
    TlsMaterial material = new TlsMaterial(hostname);
    try (TlsPeer server = new TlsPeer(material.serverContext(null, NONE), NONE)) {
      assertThat(server.meet(material.clientContext()).isValid()).isTrue();
    }
  }

  @Test
  void anInternationalHostName() throws Exception {
    TlsMaterial material = new TlsMaterial("bücher.example");
    try (TlsPeer server = new TlsPeer(material.serverContext(null, NONE), NONE)) {
      SSLContext client = material.clientContext();

      assertThat(server.meet(client, "xn--bcher-kva.example", "HTTPS").isValid()).isTrue();
    }
  }

  // ---- trust

  @Test
  void twoRunsDoNotTrustEachOther() throws Exception {
    TlsMaterial other = new TlsMaterial("mx.example.test");
    try (TlsPeer server = new TlsPeer(MATERIAL.serverContext(null, NONE), NONE)) {
      assertThatThrownBy(() -> server.meet(other.clientContext()))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("unable to find valid certification path");
    }
  }

  @Test
  void thePemIsTheCa() throws Exception {
    byte[] pem = MATERIAL.caPem().getBytes(StandardCharsets.US_ASCII);

    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem)))
        .singleElement()
        .isEqualTo(MATERIAL.caCertificate());
    assertThat(MATERIAL.caPem().lines()).allMatch(line -> line.length() <= 64);
  }

  @Test
  void theUsersOwnCertificateIsShownAndTrusted() throws Exception {
    TlsIdentity own = TestAuthority.selfSigned("own", List.of("localhost"));
    TlsMaterial material = new TlsMaterial("mx.example.test", own, List.of());
    try (TlsPeer server = new TlsPeer(material.serverContext(null, NONE), NONE)) {
      SSLSession session = server.meet(material.clientContext());

      assertThat(session.getPeerCertificates()).containsExactly(own.chain().get(0));
    }
    assertThat(material.caPem().split("BEGIN CERTIFICATE")).hasSize(3);
    // Faults are this run's all the same.
    try (TlsPeer server =
        new TlsPeer(material.serverContext(CertificateFault.EXPIRED, NONE), NONE)) {
      assertThatThrownBy(() -> server.meet(material.clientContext()))
          .hasRootCauseInstanceOf(CertificateExpiredException.class);
    }
  }

  // ---- clients' certificates

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aCertificateOfThisRunIsTaken(String protocol) throws Exception {
    SSLContext client = MATERIAL.clientContextWithCertificate("Alice, \"the\" client=1");
    for (ClientCertificates clients : List.of(REQUESTED, REQUIRED)) {
      try (TlsPeer server = new TlsPeer(MATERIAL.serverContext(null, clients), clients)) {
        server.meet(client, "localhost", "HTTPS", protocol);

        assertThat(server.shown()).isEqualTo("CN=Alice\\, \\\"the\\\" client\\=1");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whenRequestedAnyCertificateIsTakenAndNone(String protocol) throws Exception {
    TlsMaterial other = new TlsMaterial("elsewhere.test");
    TlsMaterial trusting = new TlsMaterial("mx.example.test");
    SSLContext stranger = other.clientContextWithCertificate("stranger");
    try (TlsPeer server = new TlsPeer(other.serverContext(null, REQUESTED), REQUESTED)) {
      server.meet(stranger, "localhost", "HTTPS", protocol);
      assertThat(server.shown()).isEqualTo("CN=stranger");
      server.meet(other.clientContext(), "localhost", "HTTPS", protocol);
      assertThat(server.shown()).isEqualTo("none");
    }
    // A stranger's certificate: the client trusts the server, the server has never heard of it.
    TlsIdentity selfMade = new TestAuthority("stranger's CA").client("stranger");
    SSLContext client = clientWith(selfMade, trusting);
    try (TlsPeer server = new TlsPeer(trusting.serverContext(null, REQUESTED), REQUESTED)) {
      server.meet(client, "localhost", "HTTPS", protocol);
      assertThat(server.shown()).isEqualTo("CN=stranger");
    }
    try (TlsPeer server = new TlsPeer(trusting.serverContext(null, REQUIRED), REQUIRED)) {
      assertThatThrownBy(() -> server.meet(client, "localhost", "HTTPS", protocol))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void whenRequiredNoCertificateIsRefused(String protocol) throws Exception {
    try (TlsPeer server = new TlsPeer(MATERIAL.serverContext(null, REQUIRED), REQUIRED)) {
      assertThatThrownBy(
              () -> server.meet(MATERIAL.clientContext(), "localhost", "HTTPS", protocol))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void whenRequiredTheUsersCasAreTrustedInsteadOfThisRuns() throws Exception {
    TestAuthority theirs = new TestAuthority("their CA");
    TlsMaterial material = new TlsMaterial("mx.example.test", null, List.of(theirs.certificate()));
    SSLContext client = clientWith(theirs.client("theirs"), material);
    try (TlsPeer server = new TlsPeer(material.serverContext(null, REQUIRED), REQUIRED)) {
      server.meet(client);

      assertThat(server.shown()).isEqualTo("CN=theirs");
      assertThatThrownBy(() -> server.meet(material.clientContextWithCertificate("ours")))
          .isInstanceOf(IOException.class);
    }
  }

  // ---- made once, and late

  @Test
  void threadsThatAskAtOnceGetTheSame() {
    TlsMaterial material = new TlsMaterial("mx.example.test");

    Set<Object> made =
        IntStream.range(0, 16)
            .parallel()
            .boxed()
            .flatMap(
                i ->
                    Stream.of(
                        material.caCertificate(),
                        material.clientContext(),
                        material.serverContext(null, NONE)))
            .collect(Collectors.toSet());

    assertThat(made).hasSize(3);
    assertThat(material.serverContext(null, REQUESTED))
        .isNotSameAs(material.serverContext(null, NONE));
  }

  @Test
  void nothingIsLoadedBeforeFirstUse() throws Exception {
    try (Recorder loader = new Recorder()) {
      Class<?> type = loader.loadClass(TlsMaterial.class.getName());
      Object material = type.getConstructor(String.class).newInstance("mx.example.test");

      assertThat(loader.heavy()).isEmpty();

      type.getMethod("caPem").invoke(material);

      assertThat(loader.heavy()).anyMatch(name -> name.startsWith("org.bouncycastle."));
    }
  }

  /** Loads all but the JDK itself, and remembers what was asked for. */
  private static final class Recorder extends URLClassLoader {
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();

    Recorder() {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() {
      return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .map(TlsMaterialTest::url)
          .toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      loaded.add(name);
      return super.loadClass(name, resolve);
    }

    List<String> heavy() {
      return loaded.stream()
          .filter(name -> name.startsWith("org.bouncycastle.") || name.startsWith("javax.net.ssl."))
          .sorted()
          .toList();
    }
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ThrowingCallable meeting(CertificateFault fault) {
    return () -> {
      try (TlsPeer server = new TlsPeer(MATERIAL.serverContext(fault, NONE), NONE)) {
        server.meet(MATERIAL.clientContext());
      }
    };
  }

  /** A client that trusts a server, with a certificate from elsewhere. */
  private static SSLContext clientWith(TlsIdentity identity, TlsMaterial server) {
    return TlsMaterial.context(identity, TlsMaterial.trust(List.of(server.caCertificate())));
  }
}
