package dev.fivefifty.scenario;

import java.util.List;

/** Clients and senders that are not trusted: relaying, blocklists, SPF, DKIM, DMARC, the DNS. */
class SenderScenariosTest extends CauseProofs {
  SenderScenariosTest() {
    relaying();
    blocklists();
    authentication();
    reverseDns();
    senderDomains();
    policy();
  }

  private void relaying() {
    atRcpt("relay-denied", "550 5.7.1 <bob@example.com>: Relaying denied");
    spares("relay-denied");
    atRcpt("relay-denied:wording=postfix", "554 5.7.1 <bob@example.com>: Relay access denied");
    atRcpt("relay-denied:wording=exim", "550 relay not permitted");
    atRcpt("relay-denied:wording=exchange", "550 5.7.1 Unable to relay");
    atRcpt(
        "relay-denied:wording=exchange-online",
        "550 5.7.64 TenantAttribution; Relay Access Denied");
    atRcpt("relay-denied:wording=mimecast", "451 Open relay not allowed");
    failing("relay-denied", "550 5.7.1 <bob@example.com>: Relaying denied");
  }

  private void blocklists() {
    atRcpt(
        "dns-blocklist",
        "550 5.7.1 Client [127.0.0.1] is on zen.spamhaus.org, see https://check.spamhaus.org");
    atMessage(
        "dns-blocklist:at=message,list=dnsbl.example.net,url=https://dnsbl.example.net/why",
        "550 5.7.1 Client [127.0.0.1] is on dnsbl.example.net, see https://dnsbl.example.net/why");
    spares("dns-blocklist");
    atRcpt(
        "dns-blocklist:wording=postfix",
        "554 5.7.1 Service unavailable; Client host [127.0.0.1] blocked using zen.spamhaus.org;"
            + " https://check.spamhaus.org");
    atRcpt(
        "dns-blocklist:wording=exchange-online",
        "550 5.7.1 Service unavailable, Client host [127.0.0.1] blocked using zen.spamhaus.org.");
    atRcpt(
        "dns-blocklist:wording=outlook",
        "550 5.7.606 Access denied, banned sending IP [127.0.0.1].");
    atRcpt(
        "dns-blocklist:wording=proofpoint,url=https://ip.example.net/",
        "554 Blocked - see https://ip.example.net/?ip=127.0.0.1");
    failing(
        "dns-blocklist",
        "550 5.7.1 Client [127.0.0.1] is on zen.spamhaus.org, see https://check.spamhaus.org");

    turnedAway(
        "dns-blocklist-at-connect",
        "554 Client [127.0.0.1] is on zen.spamhaus.org, see https://check.spamhaus.org");
    turnedAway(
        "dns-blocklist-at-connect:wording=yahoo,url=https://help.example.net",
        "553 5.7.1 [BL21] Connections will not be accepted from 127.0.0.1, because the ip is in"
            + " Spamhaus's list; see https://help.example.net");
    failing("dns-blocklist-at-connect", "response: 554");
  }

  private void authentication() {
    atMessage(
        "spf-fail", "550 5.7.23 SPF: client [127.0.0.1] is not allowed to send for example.com");
    atRcpt(
        "spf-fail:at=rcpt",
        "550 5.7.23 SPF: client [127.0.0.1] is not allowed to send for example.com");
    spares("spf-fail");
    atMessage(
        "spf-fail:wording=gmail",
        "550 5.7.26 The MAIL FROM domain [example.com] has an SPF record with a hard fail policy"
            + " (-all) but it fails to pass SPF checks with the ip: [127.0.0.1].");
    atMessage(
        "spf-fail:wording=exchange-online",
        "550 5.7.23 The message was rejected because of Sender Policy Framework violation");
    failing(
        "spf-fail", "550 5.7.23 SPF: client [127.0.0.1] is not allowed to send for example.com");

    atMessage("dkim-fail", "550 5.7.20 No DKIM signature of this message passes");
    spares("dkim-fail");
    talk(
        "dkim-fail:wording=gmail",
        """
        S: 220 …
        C: EHLO client.example
        S: 250 …
        C: MAIL FROM:<a@example.com>
        S: 250 …
        C: RCPT TO:<bob@example.com>
        S: 250 …
        C: DATA
        S: 354 …
        C: Subject: hello
        C:
        C: .
        S: 421 4.7.30 Your email has been rate limited because DKIM authentication didn't pass for this message.
        (FIN)
        (attempts deferred)
        """);
    atMessage(
        "dkim-fail:wording=icloud",
        "554 5.7.1 [HME1] This message was blocked for failing both SPF and DKIM authentication"
            + " checks.");
    failing("dkim-fail", "550 5.7.20 No DKIM signature of this message passes");

    dmarc();
  }

  private void dmarc() {
    String reply =
        "550 5.7.26 DMARC fails for this message from example.com, whose policy is reject";
    List<String> bare = List.of("From: boss@Bank.example", "", "Good morning.");
    List<String> named = List.of("From: A Boss <boss@bank.example>", "", "x");
    contentOf(bare, "dmarc-reject", reply);
    contentOf(named, "dmarc-reject", reply);
    contentOf(bare, "dmarc-reject:domain=bank.example", reply);
    contentOf(named, "dmarc-reject:domain=bank.example", reply);
    passes(named, "dmarc-reject:domain=example.com");
    passes(named, "dmarc-reject:domain=bank.exam");
    passes(named, "dmarc-reject:domain=ank.example");
    spares(named, "dmarc-reject");
    contentOf(
        named,
        "dmarc-reject:wording=gmail",
        "550 5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC"
            + " policy.");
    contentOf(
        named,
        "dmarc-reject:wording=exchange-online",
        "550 5.7.509 Access denied, sending domain [example.com] does not pass DMARC verification"
            + " and has a DMARC policy of reject.");
    failing("dmarc-reject:domain=example.com", reply);
    mail(
        "dmarc-reject:domain=bank.example",
        mail -> {
          mail.send("bob@example.com").accepted();
          mail.stored(1);
        });
  }

  private void reverseDns() {
    atRcpt("bad-reverse-dns", "550 5.7.25 Client [127.0.0.1] has no reverse DNS name");
    spares("bad-reverse-dns");
    atMessage(
        "bad-reverse-dns:at=message,wording=gmail",
        "550 5.7.25 [127.0.0.1] The IP address sending this message does not have a PTR record"
            + " setup.");
    atRcpt(
        "bad-reverse-dns:wording=postfix",
        "450 4.7.25 Client host rejected: cannot find your hostname, [127.0.0.1]");
    failing("bad-reverse-dns", "550 5.7.25 Client [127.0.0.1] has no reverse DNS name");

    turnedAway(
        "bad-reverse-dns-at-connect:host=mx.gmx.example",
        "554-mx.gmx.example ESMTP Service not available",
        "554-No SMTP service",
        "554 Bad DNS PTR resource record.");
    failing("bad-reverse-dns-at-connect", "response: 554");
  }

  private void senderDomains() {
    atMail(
        "sender-domain-unknown",
        "553 5.1.8 <a@example.com>: Sender domain example.com does not exist");
    atMail(
        "sender-domain-unknown:wording=sendmail",
        "553 5.1.8 <a@example.com>... Domain of sender address a@example.com does not exist");
    passes(List.of("", "x"), "sender-domain-unknown:from=*@gone.example");
    failing(
        "sender-domain-unknown",
        "553 5.1.8 <a@example.com>: Sender domain example.com does not exist");

    atRcpt(
        "sender-domain-unknown-for-now",
        "450 4.1.8 <a@example.com>: Sender domain example.com not found, try again later");
    atRcpt(
        "sender-domain-unknown-for-now:wording=postfix",
        "450 4.1.8 <a@example.com>: Sender address rejected: Domain not found");
    spares("sender-domain-unknown-for-now");
    failing(
        "sender-domain-unknown-for-now",
        "450 4.1.8 <a@example.com>: Sender domain example.com not found, try again later");

    atMail("sender-null-mx", "550 5.7.27 Sender domain example.com takes no mail (null MX)");
    atMail(
        "sender-null-mx:wording=postfix",
        "550 5.7.27 <a@example.com>: Sender address rejected: Domain example.com does not accept"
            + " mail (nullMX)");
    passes(List.of("", "x"), "sender-null-mx:from=*@gone.example");
    failing("sender-null-mx", "550 5.7.27 Sender domain example.com takes no mail (null MX)");
  }

  private void policy() {
    atMessage("policy-block", "550 5.7.1 Refused by policy");
    atRcpt("policy-block:at=rcpt", "550 5.7.1 Refused by policy");
    spares("policy-block");
    atMessage(
        "policy-block:wording=gmail",
        "550 5.7.1 Our system has detected that this message is likely unsolicited mail.");
    atMessage("policy-block:wording=yahoo", "554 5.7.9 Message not accepted for policy reasons.");
    atMessage("policy-block:wording=mimecast", "554 email rejected due to security policies");
    atMessage("policy-block:wording=proofpoint", "550 5.7.0 Local Policy Violation");
    failing("policy-block", "550 5.7.1 Refused by policy");
  }
}
