package dev.fivefifty.smtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A private key and the certificates that go with it: what one end of a TLS connection shows. */
public final class TlsIdentity {
  private final PrivateKey key;
  private final List<X509Certificate> chain;

  TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
    this.key = key;
    this.chain = List.copyOf(chain);
  }

  /**
   * Reads PEM files. Both may be the same file.
   *
   * @param certificates one or more {@code CERTIFICATE}s: the server's own first, then who signed
   *     it
   * @param privateKey one {@code PRIVATE KEY} (PKCS#8), EC or RSA, not encrypted
   * @return what they hold
   * @throws UnfitFileException if they cannot be read or hold something else; names the file
   */
  public static TlsIdentity fromPem(Path certificates, Path privateKey) {
    List<X509Certificate> chain = PemFile.read(certificates).certificates();
    PrivateKey key = PemFile.read(privateKey).privateKey(algorithm(certificates, chain.get(0)));
    return matching(privateKey, key, chain);
  }

  /**
   * Reads a PKCS#12 file.
   *
   * @param file one private key, EC or RSA, with its certificates
   * @param password the file's, which is the key's too; empty if there is none
   * @return what it holds
   * @throws UnfitFileException if it cannot be read or holds something else; names the file
   */
  public static TlsIdentity fromPkcs12(Path file, String password) {
    byte[] bytes = PemFile.bytes(file, "a PKCS#12 file");
    char[] secret = password.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      return only(file, store, secret);
    } catch (IOException e) {
      boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException;
      throw unfit(
          file,
          wrongPassword ? "the password is wrong" : "it cannot be read: " + e.getMessage(),
          "a PKCS#12 file and its password",
          e);
    } catch (GeneralSecurityException e) {
      throw unfit(file, e.getMessage(), "a PKCS#12 file with a key of the same password", e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static TlsIdentity only(Path file, KeyStore store, char[] secret)
      throws GeneralSecurityException {
    TlsIdentity found = null;
    String expected = "one private key with its certificates";
    for (String alias : Collections.list(store.aliases())) {
      Key key = store.getKey(alias, secret);
      Certificate[] chain = store.getCertificateChain(alias);
      if (!(key instanceof PrivateKey) || chain == null) {
        continue;
      }
      if (found != null) {
        throw unfit(file, "it holds several private keys", expected, null);
      }
      List<X509Certificate> certificates =
          Arrays.stream(chain).map(X509Certificate.class::cast).toList();
      algorithm(file, certificates.get(0));
      found = matching(file, (PrivateKey) key, certificates);
    }
    if (found == null) {
      throw unfit(file, "it holds no private key with a certificate", expected, null);
    }
    return found;
  }

  /** Which kind of key a certificate is for. */
  private static String algorithm(Path file, X509Certificate certificate) {
    String algorithm = certificate.getPublicKey().getAlgorithm();
    if (!List.of("EC", "RSA").contains(algorithm)) {
      throw unfit(file, "its certificate's key is " + algorithm, "an EC or RSA key", null);
    }
    return algorithm;
  }

  private static TlsIdentity matching(Path file, PrivateKey key, List<X509Certificate> chain) {
    X509Certificate own = chain.get(0);
    String problem =
        "the private key is not that of the first certificate ("
            + own.getSubjectX500Principal()
            + ")";
    String expected = "the server's own certificate first, and its key";
    try {
      boolean rsa = key.getAlgorithm().equals("RSA");
      Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(own.getPublicKey());
      if (!signature.verify(signed)) {
        throw unfit(file, problem, expected, null);
      }
    } catch (GeneralSecurityException e) {
      throw unfit(file, problem, expected, e);
    }
    return new TlsIdentity(key, chain);
  }

  static UnfitFileException unfit(
      Path file, @Nullable String problem, String expected, @Nullable Throwable cause) {
    return new UnfitFileException(file, problem + "; expected " + expected, cause);
  }

  /**
   * The private key.
   *
   * @return EC or RSA
   */
  PrivateKey key() {
    return key;
  }

  /**
   * What is shown.
   *
   * @return the own certificate first
   */
  public List<X509Certificate> chain() {
    return chain;
  }

  /** Names the certificate, never the key. */
  @Override
  public String toString() {
    return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
