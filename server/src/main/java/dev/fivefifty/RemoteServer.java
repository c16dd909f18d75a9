package dev.fivefifty;

import dev.fivefifty.expect.Evidence;
import dev.fivefifty.file.ScenarioFiles;
import dev.fivefifty.file.ServerFacts;
import dev.fivefifty.http.Endpoint;
import dev.fivefifty.http.HttpControl;
import dev.fivefifty.journal.Journal;
import dev.fivefifty.rule.Rule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server elsewhere. */
final class RemoteServer implements Backend {
  private final HttpControl control;
  private final Clock clock;

  RemoteServer(HttpControl control) {
    this.control = control;
    this.clock = new Clock(control::now, control::advance);
  }

  @Override
  public List<Listener> listeners() {
    return endpoints().stream()
        .map(
            endpoint ->
                new Listener(
                    endpoint.name(),
                    address(endpoint.address()),
                    endpoint.port(),
                    endpoint.implicitTls(),
                    0,
                    false))
        .toList();
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the address of " + host + " is not known", e);
    }
  }

  @Override
  public SSLContext sslContext() {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      for (X509Certificate certificate : certificates()) {
        anchors.setCertificateEntry("ca" + anchors.size(), certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(anchors);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("cannot trust the CA of " + control.api(), e);
    }
  }

  @Override
  public SSLContext sslContext(String commonName) {
    throw new UnsupportedOperationException(
        "the key of the CA stays with the server at "
            + control.api()
            + ", so that no certificate can be signed here (give the server a CA of your own:"
            + " clientCas)");
  }

  @Override
  public X509Certificate caCertificate() {
    return certificates().get(0);
  }

  private List<X509Certificate> certificates() {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCertificates(
              new ByteArrayInputStream(caPem().getBytes(StandardCharsets.US_ASCII)))
          .forEach(certificate -> certificates.add((X509Certificate) certificate));
      if (certificates.isEmpty()) {
        throw new IllegalStateException("the server at " + control.api() + " has no CA");
      }
      return certificates;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot read the CA of " + control.api(), e);
    }
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public List<Endpoint> endpoints() {
    return control.endpoints();
  }

  @Override
  public long seed() {
    return control.seed();
  }

  @Override
  public String caPem() {
    return control.caPem();
  }

  @Override
  public Map<String, Rule> rules() {
    return control.rules();
  }

  @Override
  public Map<String, Long> applications() {
    return control.applications();
  }

  @Override
  public void add(List<Rule> rules) {
    control.add(rules);
  }

  @Override
  public ScenarioFiles scenarios() {
    return control.scenarios();
  }

  @Override
  public ServerFacts facts() {
    return control.facts();
  }

  @Override
  public void replaceRules(List<Rule> rules) {
    control.replaceRules(rules);
  }

  @Override
  public boolean replaceRule(String name, Rule rule) {
    return control.replaceRule(name, rule);
  }

  @Override
  public Optional<Rule> removeRule(String name) {
    return control.removeRule(name);
  }

  @Override
  public Map<String, Rule> removeRules() {
    return control.removeRules();
  }

  @Override
  public Optional<Integer> reload() {
    return control.reload();
  }

  @Override
  public void reset() {
    control.reset();
  }

  @Override
  public void pause(Optional<String> listener) {
    control.pause(listener);
  }

  @Override
  public void resume(Optional<String> listener) {
    control.resume(listener);
  }

  @Override
  public Instant now() {
    return control.now();
  }

  @Override
  public void advance(Duration duration) {
    control.advance(duration);
  }

  @Override
  public Journal journal() {
    return control.journal();
  }

  @Override
  public Evidence evidence() {
    return control.evidence();
  }

  @Override
  public String id() {
    return control.id();
  }

  @Override
  public String revision() {
    return control.revision();
  }

  @Override
  public Backend tagged(String tag) {
    return new RemoteServer(control.tagged(tag));
  }

  @Override
  public void close() {
    control.close();
  }
}
