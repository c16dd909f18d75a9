package dev.fivefifty.smtp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.IDN;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.util.IPAddress;

/**
 * A certificate authority made for one run, ECDSA on P-256. The only class that knows BouncyCastle,
 * and it uses no more of it than writing a certificate down: keys, digests and signatures are the
 * JDK's, so that no provider is registered or looked up by name.
 */
final class TestAuthority {
  /** The longest that a certificate may be valid: Apple's clients take no more than 398 days. */
  private static final Duration LIFE = Duration.ofDays(397);

  private static final Duration DAY = Duration.ofDays(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** From when to when a certificate is valid. */
  record Validity(Instant from, Instant to) {
    /** From a day ago, because clocks differ. */
    static Validity now() {
      return lastingFrom(Instant.now().minus(DAY));
    }

    static Validity over() {
      Instant yesterday = Instant.now().minus(DAY);
      return new Validity(yesterday.minus(Duration.ofDays(30)), yesterday);
    }

    static Validity toCome() {
      return lastingFrom(Instant.now().plus(Duration.ofDays(365)));
    }

    private static Validity lastingFrom(Instant from) {
      return new Validity(from, from.plus(LIFE));
    }
  }

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /**
   * Makes an authority.
   *
   * @param label its common name, which random digits follow: two runs' authorities differ by name
   */
  TestAuthority(String label) {
    byte[] digits = new byte[4];
    RANDOM.nextBytes(digits);
    name = named(label + " " + HexFormat.of().formatHex(digits));
    keys = newKeys();
    certificate =
        write(
            name,
            Validity.now(),
            name,
            keys,
            keys.getPrivate(),
            extensions -> {
              extensions.critical(Extension.basicConstraints, new BasicConstraints(0));
              extensions.critical(
                  Extension.keyUsage, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            });
  }

  X509Certificate certificate() {
    return certificate;
  }

  /** A server's certificate, signed by this authority. The authority's own is not in the chain. */
  TlsIdentity server(String subject, Collection<String> hosts, Validity validity) {
    KeyPair leaf = newKeys();
    return new TlsIdentity(
        leaf.getPrivate(),
        List.of(
            write(
                name,
                validity,
                named(subject),
                leaf,
                keys.getPrivate(),
                extensions -> {
                  extensions.issuedBy(keys);
                  serverExtensions(extensions, hosts);
                })));
  }

  /** A client's certificate, signed by this authority. */
  TlsIdentity client(String subject) {
    KeyPair leaf = newKeys();
    return new TlsIdentity(
        leaf.getPrivate(),
        List.of(
            write(
                name,
                Validity.now(),
                named(subject),
                leaf,
                keys.getPrivate(),
                extensions -> {
                  extensions.issuedBy(keys);
                  leafExtensions(extensions, KeyPurposeId.id_kp_clientAuth);
                })));
  }

  /** A server's certificate, signed with its own key. */
  static TlsIdentity selfSigned(String subject, Collection<String> hosts) {
    KeyPair leaf = newKeys();
    return new TlsIdentity(
        leaf.getPrivate(),
        List.of(
            write(
                named(subject),
                Validity.now(),
                named(subject),
                leaf,
                leaf.getPrivate(),
                extensions -> serverExtensions(extensions, hosts))));
  }

  private static void serverExtensions(Extensions extensions, Collection<String> hosts) {
    leafExtensions(extensions, KeyPurposeId.id_kp_serverAuth);
    GeneralName[] names =
        hosts.stream().flatMap(TestAuthority::generalName).toArray(GeneralName[]::new);
    extensions.add(Extension.subjectAlternativeName, new GeneralNames(names));
  }

  private static void leafExtensions(Extensions extensions, KeyPurposeId purpose) {
    extensions.critical(Extension.basicConstraints, new BasicConstraints(false));
    extensions.critical(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature));
    extensions.add(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose));
  }

  /** Nothing for a name that no certificate can have: the others are named all the same. */
  private static Stream<GeneralName> generalName(String host) {
    if (IPAddress.isValid(host)) {
      return Stream.of(new GeneralName(GeneralName.iPAddress, host));
    }
    try {
      String name = IDN.toASCII(host);
      return name.isBlank()
          ? Stream.empty()
          : Stream.of(new GeneralName(GeneralName.dNSName, name));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }

  private static X500Name named(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build();
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make an EC key on P-256", e);
    }
  }

  private static X509Certificate write(
      X500Name issuer,
      Validity validity,
      X500Name subject,
      KeyPair keys,
      PrivateKey signedBy,
      Consumer<Extensions> extensions) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer,
            // Positive, and at most 20 octets (RFC 5280 §4.1.2.2).
            new BigInteger(127, RANDOM).setBit(126),
            time(validity.from()),
            time(validity.to()),
            subject,
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    Extensions added = new Extensions(builder);
    added.add(Extension.subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(keys)));
    extensions.accept(added);
    try {
      byte[] encoded = builder.build(new EcdsaSigner(signedBy)).getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  /** The locale named, since a default one with another calendar would write other years. */
  private static Time time(Instant instant) {
    return new Time(Date.from(instant), Locale.ROOT);
  }

  /** RFC 7093 §2, method 1: no SHA-1, which some JVMs lack. */
  private static byte[] keyIdentifier(KeyPair keys) {
    try {
      byte[] key =
          SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded())
              .getPublicKeyData()
              .getBytes();
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), 20);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Adds extensions, without the checked exception. */
  private record Extensions(X509v3CertificateBuilder builder) {
    void critical(ASN1ObjectIdentifier type, ASN1Encodable value) {
      add(type, true, value);
    }

    void add(ASN1ObjectIdentifier type, ASN1Encodable value) {
      add(type, false, value);
    }

    void issuedBy(KeyPair issuer) {
      add(Extension.authorityKeyIdentifier, new AuthorityKeyIdentifier(keyIdentifier(issuer)));
    }

    private void add(ASN1ObjectIdentifier type, boolean critical, ASN1Encodable value) {
      try {
        builder.addExtension(type, critical, value);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Signs by the JDK; BouncyCastle's own signers know every algorithm, and would be packed too. */
  private static final class EcdsaSigner implements ContentSigner {
    private final PrivateKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    EcdsaSigner(PrivateKey key) {
      this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content.toByteArray());
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JVM cannot sign with ECDSA", e);
      }
    }
  }
}
