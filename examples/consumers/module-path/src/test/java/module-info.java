/** The tests, which need the extension and the server as modules. */
open module com.example.welcome.test {
  requires com.example.welcome;
  requires dev.fivefifty.junit;
  requires dev.fivefifty.server;
  requires org.assertj.core;
  requires org.junit.jupiter.api;
}
