package dev.fivefifty.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fivefifty.rule.ClientCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
  private static final TestAuthority CA = new TestAuthority("TlsIdentityTest");
  private static final TlsIdentity MADE =
      CA.server("made", List.of("localhost"), TestAuthority.Validity.now());
  private static final String CERTIFICATE = pem("CERTIFICATE", encoded(MADE.chain().get(0)));
  private static final String CA_CERTIFICATE = pem("CERTIFICATE", encoded(CA.certificate()));
  private static final String KEY = pem("PRIVATE KEY", MADE.key().getEncoded());

  @TempDir Path directory;

  // ---- PEM

  @Test
  void ecFromPem() throws Exception {
    TlsIdentity read =
        TlsIdentity.fromPem(
            file("chain.pem", "Bag Attributes\n" + CERTIFICATE + "subject=x\n" + CA_CERTIFICATE),
            file("key.pem", KEY));

    assertThat(read.chain()).containsExactly(MADE.chain().get(0), CA.certificate());
    assertThat(read.key()).isEqualTo(MADE.key());
    assertThat(read).hasToString("TlsIdentity[CN=made]");
    assertServes(read);
  }

  @Test
  void bothInOneFileWithWindowsLineEnds() throws Exception {
    Path both = file("both.pem", (KEY + CERTIFICATE).replace("\n", "\r\n"));

    assertThat(TlsIdentity.fromPem(both, both).chain()).isEqualTo(MADE.chain());
    assertThat(PemFile.certificates(both)).isEqualTo(MADE.chain());
  }

  @Test
  void noSuchFile() {
    Path missing = directory.resolve("missing.pem");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(missing, missing))
        .withMessage(missing + ": there is no such file; expected a PEM file");
  }

  @Test
  void aDirectory() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.certificates(directory))
        .withMessageStartingWith(directory + ": it cannot be read")
        .withMessageEndingWith("expected a PEM file");
  }

  @Test
  void aFileThatIsTooLarge() throws Exception {
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.certificates(large))
        .withMessage(large + ": it is larger than 1 MiB; expected a PEM file");
  }

  @Test
  void noCertificate() throws Exception {
    Path empty = file("empty.pem", "");
    Path key = file("key.pem", KEY);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(empty, key))
        .withMessage(
            empty
                + ": it holds no PEM block; expected a PEM certificate"
                + " (-----BEGIN CERTIFICATE-----)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(key, key))
        .withMessageContaining(": it holds PRIVATE KEY; expected a PEM certificate");
  }

  @Test
  void brokenCertificates() throws Exception {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.certificates(file("a", pem("CERTIFICATE", new byte[] {1}))))
        .withMessageContaining("its certificate 1 cannot be read; expected a PEM certificate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.certificates(file("b", CERTIFICATE.replace("\nM", "\nM?"))))
        .withMessageContaining("its CERTIFICATE is not base64");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PemFile.certificates(file("c", CERTIFICATE.replace("-----END", "---END"))))
        .withMessageContaining("its CERTIFICATE has no end; expected -----END CERTIFICATE-----");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PemFile.certificates(file("d", "-----BEGIN -----\n-----END -----")))
        .withMessageContaining("expected a PEM certificate");
  }

  @Test
  void encryptedKeys() throws Exception {
    Path chain = file("chain.pem", CERTIFICATE);
    Path pkcs8 = file("pkcs8.pem", pem("ENCRYPTED PRIVATE KEY", new byte[] {1}));
    Path old =
        file(
            "old.pem",
            "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: x\n\nAA==\n"
                + "-----END EC PRIVATE KEY-----\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(chain, pkcs8))
        .withMessage(
            pkcs8
                + ": its private key is encrypted; expected a PEM private key in PKCS#8, not"
                + " encrypted (-----BEGIN PRIVATE KEY-----) (openssl pkcs8 -topk8 -nocrypt -in "
                + pkcs8
                + " -out FILE makes one of it)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(chain, old))
        .withMessageContaining("its private key is encrypted");
  }

  @Test
  void keysOfOlderFormats() throws Exception {
    Path chain = file("chain.pem", CERTIFICATE);
    Path rsa = file("rsa.pem", pem("RSA PRIVATE KEY", new byte[] {1}));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(chain, rsa))
        .withMessageContaining("it holds a key of an older format, RSA PRIVATE KEY; expected")
        .withMessageContaining("openssl pkcs8 -topk8 -nocrypt");
  }

  @Test
  void keysThatAreNone() throws Exception {
    Path chain = file("chain.pem", CERTIFICATE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(chain, chain))
        .withMessageContaining("it holds CERTIFICATE; expected a PEM private key");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(chain, file("two.pem", KEY + KEY)))
        .withMessageContaining("it holds 2 private keys; expected a PEM private key");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TlsIdentity.fromPem(chain, file("x.pem", pem("PRIVATE KEY", new byte[] {1}))))
        .withMessageContaining("its private key cannot be read as EC, as the certificate's");
  }

  @Test
  void aKeyOfAnotherCertificate() throws Exception {
    Path chain = file("chain.pem", CA_CERTIFICATE + CERTIFICATE);
    Path key = file("key.pem", KEY);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPem(chain, key))
        .withMessageMatching(
            ".*key\\.pem: the private key is not that of the first certificate \\(CN=TlsIdentityTest"
                + " \\w+\\); expected the server's own certificate first, and its key");
  }

  // ---- PKCS#12

  @Test
  void ecFromPkcs12() throws Exception {
    Path file = store("ec.p12", "secret", "one", MADE.key(), MADE.chain().get(0));

    TlsIdentity read = TlsIdentity.fromPkcs12(file, "secret");

    assertThat(read.chain()).isEqualTo(MADE.chain());
    assertServes(read);
  }

  @Test
  void rsaFromBoth() throws Exception {
    Path file = rsa();

    TlsIdentity pkcs12 = TlsIdentity.fromPkcs12(file, "password");
    TlsIdentity pem =
        TlsIdentity.fromPem(
            file("rsa-chain.pem", pem("CERTIFICATE", encoded(pkcs12.chain().get(0)))),
            file("rsa-key.pem", pem("PRIVATE KEY", pkcs12.key().getEncoded())));

    assertThat(pem.key()).isEqualTo(pkcs12.key());
    assertServes(pem);
  }

  @Test
  void theWrongPassword() throws Exception {
    Path file = store("ec.p12", "secret", "one", MADE.key(), MADE.chain().get(0));

    for (String wrong : List.of("", "Secret")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TlsIdentity.fromPkcs12(file, wrong))
          .withMessage(file + ": the password is wrong; expected a PKCS#12 file and its password");
    }
  }

  @Test
  void noPkcs12() throws Exception {
    Path pem = file("chain.pem", CERTIFICATE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPkcs12(pem, ""))
        .withMessageStartingWith(pem + ": it cannot be read: ")
        .withMessageEndingWith("; expected a PKCS#12 file and its password");
    Path missing = directory.resolve("missing.p12");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPkcs12(missing, ""))
        .withMessage(missing + ": there is no such file; expected a PKCS#12 file");
  }

  @Test
  void notExactlyOneKey() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", CA.certificate());
    Path none = saved("none.p12", store, "secret");
    store.setKeyEntry("one", MADE.key(), secret(), chain(MADE));
    store.setKeyEntry("two", MADE.key(), secret(), chain(MADE));
    Path two = saved("two.p12", store, "secret");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPkcs12(none, "secret"))
        .withMessage(
            none
                + ": it holds no private key with a certificate; expected one private key with its"
                + " certificates");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPkcs12(two, "secret"))
        .withMessage(
            two
                + ": it holds several private keys; expected one private key with its"
                + " certificates");
  }

  @Test
  void keysThatTlsCannotUse() throws Exception {
    Path file = keytool("ed.p12", "-keyalg", "Ed25519");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPkcs12(file, "password"))
        .withMessage(file + ": its certificate's key is EdDSA; expected an EC or RSA key");
  }

  @Test
  void aPkcs12WithTheWrongKey() throws Exception {
    PrivateKey other = KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate();
    Path file = store("ec.p12", "secret", "one", other, MADE.chain().get(0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TlsIdentity.fromPkcs12(file, "secret"))
        .withMessageContaining("the private key is not that of the first certificate (CN=made)");
  }

  // ----

  /** A server that shows it is trusted by the clients that this server's user is handed. */
  private static void assertServes(TlsIdentity identity) throws Exception {
    TlsMaterial material = new TlsMaterial("mx.example.test", identity, List.of());
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      try (TlsPeer server =
          new TlsPeer(
              material.serverContext(null, ClientCertificates.NONE), ClientCertificates.NONE)) {
        assertThat(
                server
                    .meet(material.clientContext(), "localhost", "HTTPS", protocol)
                    .getPeerCertificates())
            .startsWith(identity.chain().get(0));
      }
    }
  }

  private Path rsa() throws Exception {
    return keytool("rsa.p12", "-keyalg", "RSA");
  }

  /** The JDK's own tool, since nothing here makes certificates with such keys. */
  private Path keytool(String name, String... options) throws Exception {
    Path file = directory.resolve(name);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-dname",
                "CN=own",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                "password",
                "-keystore",
                file.toString()));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(directory.resolve(name + ".log"))).isZero();
    return file;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content, StandardCharsets.US_ASCII);
  }

  private Path store(
      String name, String password, String alias, PrivateKey key, X509Certificate certificate)
      throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(alias, key, password.toCharArray(), new Certificate[] {certificate});
    return saved(name, store, password);
  }

  private Path saved(String name, KeyStore store, String password) throws Exception {
    Path file = directory.resolve(name);
    try (var out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  private static char[] secret() {
    return "secret".toCharArray();
  }

  private static Certificate[] chain(TlsIdentity identity) {
    return identity.chain().toArray(Certificate[]::new);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static String pem(String label, byte[] content) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
