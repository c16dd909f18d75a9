package dev.fivefifty;

import dev.fivefifty.http.Control;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/** The server behind a {@link FiveFifty}: in this JVM, or elsewhere. */
interface Backend extends Control {
  /** The listeners with the addresses and ports that they have. */
  List<Listener> listeners();

  /** Trusts the server's CA. */
  SSLContext sslContext();

  /** The same, and shows a certificate of that CA. */
  SSLContext sslContext(String commonName);

  X509Certificate caCertificate();

  Clock clock();

  @Override
  Backend tagged(String tag);
}
