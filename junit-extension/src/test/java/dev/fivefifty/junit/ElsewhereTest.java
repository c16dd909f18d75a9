package dev.fivefifty.junit;

import org.junit.jupiter.api.Nested;

/** All that can be asked gets the same answer from a server that is reached over HTTP. */
class ElsewhereTest {
  @Nested
  class Recipient extends RecipientAssertTest {}

  @Nested
  class Recipients extends RecipientsAssertTest {}

  @Nested
  class Messages extends MessagesAssertTest {}

  @Nested
  class Sessions extends SessionsAssertTest {}

  @Nested
  class Rules extends RuleAssertTest {}

  @Nested
  class Waiting extends WaitingTest {}

  @Nested
  class Listeners extends JournalListenersTest {}

  @Nested
  class Failures extends FailureMessagesTest {}

  @Nested
  class Misuses extends AssertionMisuseTest {}
}
