package com.example.welcome

import dev.fivefifty.FiveFifty
import dev.fivefifty.expect.Times.once
import dev.fivefifty.junit.FaultCase
import dev.fivefifty.junit.FaultKind
import dev.fivefifty.junit.FaultTest
import dev.fivefifty.junit.FiveFiftyAssertions.assertThat
import dev.fivefifty.junit.FiveFiftyTest
import dev.fivefifty.junit.SmtpRule
import dev.fivefifty.rule.Stage
import jakarta.mail.MessagingException
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

@FiveFiftyTest
class WelcomeMailTest(private val smtp: FiveFifty) {
  private val mail = WelcomeMail(smtp.host(), smtp.port())

  @Test
  @SmtpRule(at = Stage.RCPT, to = "gone@example.com", reply = ["550 5.1.1 Mailbox not found"])
  @SmtpRule(at = Stage.RCPT, to = "full@example.com", reply = ["452 4.2.2 Mailbox full"])
  fun `knows an unknown mailbox`() {
    assertFalse(mail.send("gone@example.com"))
    assertThrows(MessagingException::class.java) { mail.send("full@example.com") }
    assertTrue(mail.send("bob@example.com"))

    assertThat(smtp).recipient("gone@example.com").wasRefusedWith("550 5.1.1").wasAttempted(once())
    assertThat(smtp).recipient("full@example.com").wasDeferred()
    assertThat(smtp).messages().hasSize(1).first().hasRecipients("bob@example.com")
  }

  @FaultTest(
      faults = [FaultKind.RESET],
      stages = [Stage.MAIL, Stage.RCPT, Stage.DATA, Stage.MESSAGE],
  )
  fun `tells of a broken connection`(fault: FaultCase) {
    assertThrows(MessagingException::class.java, { mail.send("bob@example.com") }, fault.toString())
  }
}
