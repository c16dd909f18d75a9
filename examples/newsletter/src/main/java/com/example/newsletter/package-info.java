/** Sends a newsletter by Spring's JavaMailSender, and learns whom not to write to again. */
package com.example.newsletter;
