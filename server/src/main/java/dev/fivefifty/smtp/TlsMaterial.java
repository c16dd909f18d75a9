package dev.fivefifty.smtp;
import dev.fivefifty.rule.CertificateFault;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
/** stub to compile until the tls branch lands. */
public final class TlsMaterial {
  public static TlsMaterial perRun(String h) { return new TlsMaterial(); }
  public SSLContext serverContext(@Nullable CertificateFault f) { throw new UnsupportedOperationException(); }
  public SSLContext clientContext() { throw new UnsupportedOperationException(); }
  public X509Certificate caCertificate() { throw new UnsupportedOperationException(); }
  public String caPem() { throw new UnsupportedOperationException(); }
}
