package dev.fivefifty.scenario;

import java.util.function.Consumer;

/** Whole sessions with each provider's server; every single text is met by {@link ProfilesTest}. */
class ProviderScenariosTest extends ScenarioProofs {
  ProviderScenariosTest() {
    gmail();
    exchangeOnline();
    yahoo();
    icloud();
    ses();
    postfix();
    exim();
  }

  private void gmail() {
    talk(
        "gmail",
        """
        S: 220 mx.google.com ESMTP 1 - gsmtp
        C: EHLO client.example
        S: 250-mx.google.com at your service, [127.0.0.1]
        S: 250-SIZE 157286400
        S: 250-8BITMIME
        S: 250-STARTTLS
        S: 250-ENHANCEDSTATUSCODES
        S: 250-PIPELINING
        S: 250-CHUNKING
        S: 250 SMTPUTF8
        C: MAIL FROM:<a@example.com> SIZE=157286401
        S: 552-5.3.4 Your message exceeded Google's message size limits. For more information, go to
        S: 552 5.3.4 https://support.google.com/mail/?p=MaxSizeError 1 - gsmtp
        C: MAIL FROM:<a@example.com> SIZE=157286400
        S: 250 …
        C: RCPT TO:<mailbox-full@gmail.test>
        S: 552-5.2.2 The recipient's inbox is out of storage space and inactive. Please
        S: 552-5.2.2 direct the recipient to
        S: 552 5.2.2 https://support.google.com/mail/?p=OverQuotaPerm 1 - gsmtp
        C: RCPT TO:<Mailbox-Full-For-Now@other.test>
        S: 452-4.2.2 The recipient's inbox is out of storage space. Please direct the
        S: 452-4.2.2 recipient to
        S: 452 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp 1 - gsmtp
        C: RCPT TO:<bob@gmail.test>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 250 …
        (attempts refused, deferred, accepted stored)
        """);
    talk(
        "gmail:rate=2,window=1m",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@gmail.test>
        S: 250 …
        C: RCPT TO:<bob@gmail.test>
        S: 250 …
        C: RCPT TO:<bob@gmail.test>
        S: 450-4.2.1 The user you are trying to contact is receiving mail at a rate that
        S: 450-4.2.1 prevents additional messages from being delivered. For more information, go to
        S: 450 4.2.1 https://support.google.com/mail/?p=ReceivingRatePerm 1 - gsmtp
        C: RCPT TO:<carol@gmail.test>
        S: 250 …
        (advance 1m)
        C: RCPT TO:<bob@gmail.test>
        S: 250 …
        """);
    talk(
        "gmail",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<tls-required@gmail.test>
        S: 421 4.7.0 TLS required for RCPT domain, closing connection. 1 - gsmtp
        (FIN)
        """);
    refusals(
        "gmail",
        "mailbox-full",
        "552 5.2.2 https://support.google.com/mail/?p=OverQuotaPerm 1 - gsmtp",
        "dmarc-reject",
        "Unauthenticated email from example.com is not accepted due to domain's DMARC policy.");
  }

  private void exchangeOnline() {
    talk(
        "exchange-online",
        """
        S: 220 mx.mail.protection.outlook.com Microsoft ESMTP MAIL Service ready at …
        C: EHLO client.example
        S: 250-mx.mail.protection.outlook.com Hello [127.0.0.1]
        S: 250-SIZE 157286400
        S: 250-PIPELINING
        S: 250-DSN
        S: 250-ENHANCEDSTATUSCODES
        S: 250-STARTTLS
        S: 250-8BITMIME
        S: 250-CHUNKING
        S: 250 SMTPUTF8
        C: MAIL FROM:<not-authenticated@example.com>
        S: 530 5.7.57 Client not authenticated to send mail.
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<user-unknown@contoso.example>
        S: 550 5.4.1 [user-unknown@contoso.example]: Recipient address rejected: Access denied.
        C: RCPT TO:<relay-denied@contoso.example>
        S: 550 5.7.64 TenantAttribution; Relay Access Denied
        C: RCPT TO:<spf-fail@contoso.example>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 550 5.7.23 The message was rejected because of Sender Policy Framework violation
        (attempts refused, refused, refused)
        """);
    refusals(
        "exchange-online",
        "user-unknown",
        "550 5.4.1 [user-unknown@example.com]: Recipient address rejected: Access denied.",
        "dmarc-reject",
        "550 5.7.509 Access denied, sending domain [example.com] does not pass DMARC verification");
  }

  private void yahoo() {
    talk(
        "yahoo:messages=1",
        """
        S: 220 mtaproxy.mail.yahoo.com ESMTP ready
        C: EHLO client.example
        S: 250-mtaproxy.mail.yahoo.com
        S: 250-PIPELINING
        S: 250-SIZE 41943040
        S: 250-8BITMIME
        S: 250 STARTTLS
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<user-unknown@yahoo.example>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 554 delivery error: dd This user doesn't have a yahoo.com account (user-unknown@yahoo.example)
        C: MAIL FROM:<a@example.com>
        S: 421 Max message per connection reached, closing transmission channel
        (FIN)
        """);
    talk(
        "yahoo:blocklisted=127.0.0.0/8",
        """
        S: 553 5.7.1 [BL21] Connections will not be accepted from 127.0.0.1, because the ip is in Spamhaus's list; see https://postmaster.yahooinc.com/error-codes
        (FIN)
        """);
    refusals(
        "yahoo",
        "rate-limited",
        "421 4.7.0 [TSS04] Messages from 127.0.0.1 temporarily deferred due to unexpected volume",
        "mailbox-disabled",
        "554 30 Sorry, your message to mailbox-disabled@example.com cannot be delivered.");
  }

  private void icloud() {
    talk(
        "icloud",
        """
        S: 220 mx01.mail.icloud.com ESMTP
        C: EHLO client.example
        S: 250-mx01.mail.icloud.com
        S: 250-PIPELINING
        S: 250-SIZE 28311552
        S: 250-STARTTLS
        S: 250-ENHANCEDSTATUSCODES
        S: 250 8BITMIME
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<mailbox-full@icloud.example>
        S: 552 5.2.2 <mailbox-full@icloud.example>: user is over quota
        C: RCPT TO:<moved@icloud.example>
        S: 550 5.1.6 recipient no longer on server: moved@icloud.example
        C: RCPT TO:<spam@icloud.example>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 550 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/HT204137
        (attempts refused, refused, refused)
        """);
    refusals(
        "icloud",
        "user-unknown",
        "550 5.1.1 <user-unknown@example.com>: inactive email address",
        "spf-fail",
        "554 5.7.1 [HME1] This message was blocked for failing both SPF and DKIM");
  }

  private void ses() {
    talk(
        "ses",
        """
        S: 220 email-smtp.amazonaws.com ESMTP SimpleEmailService-d-1
        C: EHLO client.example
        S: 250-email-smtp.amazonaws.com
        S: 250-8BITMIME
        S: 250-SIZE 41943040
        S: 250-STARTTLS
        S: 250 Ok
        C: STARTTLS
        S: 220 …
        (TLS)
        C: EHLO client.example
        S: 250-email-smtp.amazonaws.com
        S: 250-8BITMIME
        S: 250-SIZE 41943040
        S: 250-AUTH PLAIN LOGIN
        S: 250 Ok
        C: AUTH PLAIN AGJhZC1jcmVkZW50aWFscwBzZWNyZXQ=
        S: 535 Authentication Credentials Invalid
        C: AUTH PLAIN AGFsaWNlAHNlY3JldA==
        S: 235 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<rate-limited@example.com>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 454 Throttling failure: Maximum sending rate exceeded.
        (silence)
        (advance 6m)
        S: 451 4.4.2 Timeout waiting for data from client.
        (FIN)
        """);
    refusals(
        "ses",
        "quota-exceeded",
        "454 Throttling failure: Daily message quota exceeded.",
        "not-verified",
        "554 Message rejected: Email address is not verified.");
    mail(
        "ses",
        mail -> {
          mail.starttls().as("bad-credentials", "secret");
          mail.send("bob@example.com").fails("535 Authentication Credentials Invalid");
          mail.as("alice", "secret").send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void postfix() {
    talk(
        "postfix:hostname=mail.example.net",
        """
        S: 220 mail.example.net ESMTP Postfix
        C: EHLO unqualified
        S: 250-mail.example.net
        S: 250-PIPELINING
        S: 250-SIZE 10240000
        S: 250-VRFY
        S: 250-STARTTLS
        S: 250-ENHANCEDSTATUSCODES
        S: 250-8BITMIME
        S: 250-DSN
        S: 250-SMTPUTF8
        S: 250 CHUNKING
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 504 5.5.2 <unqualified>: Helo command rejected: need fully-qualified hostname
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<user-unknown@example.com>
        S: 550 5.1.1 <user-unknown@example.com>: Recipient address rejected: User unknown in local recipient table
        C: RCPT TO:<relay-denied@example.com>
        S: 554 5.7.1 <relay-denied@example.com>: Relay access denied
        C: RCPT TO:<greylisted@example.com>
        S: 450 4.2.0 <greylisted@example.com>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.com.html
        C: RCPT TO:<bob@example.com>
        S: 250 …
        (attempts refused, refused, refused, deferred, abandoned)
        """);
    refusals(
        "postfix",
        "user-unknown",
        "550 5.1.1 <user-unknown@example.com>: Recipient address rejected: User unknown",
        "spam",
        "550 5.7.1 message content rejected");
  }

  private void exim() {
    talk(
        "exim:hostname=mail.example.net,recipients=3",
        """
        S: 220 mail.example.net ESMTP Exim 4.98 …
        C: EHLO client.example
        S: 250-mail.example.net Hello client.example [127.0.0.1]
        S: 250-SIZE 52428800
        S: 250-8BITMIME
        S: 250-PIPELINING
        S: 250-CHUNKING
        S: 250-STARTTLS
        S: 250 HELP
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<user-unknown@example.com>
        S: 550 Unrouteable address
        C: RCPT TO:<relay-denied@example.com>
        S: 550 relay not permitted
        C: RCPT TO:<one@example.com>
        S: 250 …
        C: RCPT TO:<two@example.com>
        S: 250 …
        C: RCPT TO:<virus@example.com>
        S: 250 …
        C: RCPT TO:<four@example.com>
        S: 452 too many recipients
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 550 This message contains a virus (Eicar-Test-Signature).
        (attempts refused, refused, deferred, refused, refused, refused)
        """);
    refusals(
        "exim",
        "user-unknown",
        "550 Unrouteable address",
        "virus",
        "550 This message contains a virus (Eicar-Test-Signature).");
  }

  /** Two that are refused with a text of the provider's own, and one that is not. */
  private void refusals(
      String profile, String first, String firstText, String second, String secondText) {
    Consumer<Meeting> meeting =
        mail -> {
          mail.send(first + "@example.com").fails(firstText);
          mail.send(second + "@example.com").fails(secondText);
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        };
    mail(profile, meeting);
  }
}
