package dev.fivefifty.http;

import dev.fivefifty.FiveFifty;

/** Tags on a server elsewhere. */
class TagsElsewhereTest extends TagsTest {
  @Override
  FiveFifty seen(FiveFifty server) {
    return FiveFifty.connect(server.apiUri());
  }
}
