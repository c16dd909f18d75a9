package com.example.welcome

import jakarta.mail.Message.RecipientType
import jakarta.mail.SendFailedException
import jakarta.mail.Session
import jakarta.mail.Transport
import jakarta.mail.internet.InternetAddress
import jakarta.mail.internet.MimeMessage
import java.util.Properties

/** Welcomes new users by mail. */
class WelcomeMail(private val host: String, private val port: Int) {
  /** Sends a mail; false if there is no such mailbox. */
  fun send(recipient: String): Boolean {
    val properties =
        Properties().apply {
          put("mail.smtp.host", host)
          put("mail.smtp.port", port.toString())
        }
    val message =
        MimeMessage(Session.getInstance(properties)).apply {
          setFrom(InternetAddress("welcome@example.com"))
          setRecipient(RecipientType.TO, InternetAddress(recipient))
          subject = "Welcome"
          setText("Good to have you.")
        }
    return try {
      Transport.send(message)
      true
    } catch (e: SendFailedException) {
      if (e.invalidAddresses.isNullOrEmpty()) throw e
      false
    }
  }
}
